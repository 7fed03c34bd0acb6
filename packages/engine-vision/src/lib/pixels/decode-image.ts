import { EngineInputError } from '@mira/engine'
import sharp, { type Sharp } from 'sharp'
import type { Pixels } from './pixels.ts'

/** Options for {@link decodeImage}. */
export interface DecodeImageOptions {
  /** Name of the request field for errors. */
  readonly field: string
  /** Maximum width times height of the image, checked in the header before decoding. */
  readonly maxPixels: number
  /**
   * Size of the result. `maxSide` scales larger images down to this longer side. `width` and `height` are filled
   * exactly, and overhang is cropped evenly.
   */
  readonly size: { readonly maxSide: number } | { readonly width: number; readonly height: number }
  /** Whether to flatten transparency onto white. Defaults to false. */
  readonly isFlattened?: boolean | undefined
}

/** Size and format (`png`, `jpeg`, …) of an image file. */
interface ImageHeader {
  readonly width: number
  readonly height: number
  readonly format: string
}

const formats: ReadonlySet<string> = new Set(['png', 'jpeg', 'webp', 'gif'])

/**
 * Decodes a PNG, JPEG, WebP or GIF file: the first frame, rotated according to its EXIF orientation.
 *
 * @throws {EngineInputError} `empty`, `unsupported_format` or `unreadable` for an invalid file, or `too_large` when it
 *   exceeds `maxPixels`.
 */
export async function decodeImage(file: Uint8Array, options: DecodeImageOptions): Promise<Pixels> {
  const { field, maxPixels } = options
  const header = await readImageHeader(file, field)
  checkHeader(header, options)
  const image = sharp(file, { limitInputPixels: maxPixels, failOn: 'truncated', pages: 1, sequentialRead: true })
  try {
    const { data, info } = await arrange(image, options)
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, data: toRgba(data, info.channels) }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    const message = `${field} is a damaged or truncated ${header.format.toUpperCase()} file: ${reason}`
    throw new EngineInputError(message, field, { code: 'unreadable', cause })
  }
}

/** Reads the size and format of a file without decoding its pixels. The size is not limited. */
async function readImageHeader(file: Uint8Array, field: string): Promise<ImageHeader> {
  if (file.length === 0) throw new EngineInputError(`${field} is empty`, field, { code: 'empty' })
  try {
    const metadata = await sharp(file, { limitInputPixels: false, pages: 1 }).metadata()
    const { width = 0, height = 0, format = 'unknown' } = metadata
    return { width, height, format }
  } catch (cause) {
    const message = `${field} is not an image that can be read; send a PNG, JPEG, WebP or GIF file`
    throw new EngineInputError(message, field, { code: 'unsupported_format', cause })
  }
}

function checkHeader({ width, height, format }: ImageHeader, { field, maxPixels }: DecodeImageOptions): void {
  if (!formats.has(format)) {
    const message = `${field} must be PNG, JPEG, WebP or GIF, not ${format}`
    throw new EngineInputError(message, field, { code: 'unsupported_format' })
  }
  if (width * height > maxPixels) {
    const message = `${field} has ${width} x ${height} pixels; the limit is ${maxPixels / 1_000_000} megapixels`
    throw new EngineInputError(message, field, { code: 'too_large' })
  }
}

function arrange(image: Sharp, { size, isFlattened = false }: DecodeImageOptions): Sharp {
  const upright = image.rotate()
  const resized =
    'maxSide' in size
      ? upright.resize(size.maxSide, size.maxSide, { fit: 'inside', withoutEnlargement: true })
      : upright.resize(size.width, size.height, { fit: 'cover' })
  return isFlattened ? resized.flatten({ background: 'white' }) : resized
}

/** Expands gray pixels to RGBA: gray images still have one channel, or two with alpha, after conversion to sRGB. */
function toRgba(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 4) return new Uint8Array(data)
  const rgba = new Uint8Array((data.length / channels) * 4)
  for (let from = 0, at = 0; from < data.length; from += channels, at += 4) {
    rgba.fill(data[from] ?? 0, at, at + 3)
    rgba[at + 3] = channels === 2 ? (data[from + 1] ?? 255) : 255
  }
  return rgba
}
