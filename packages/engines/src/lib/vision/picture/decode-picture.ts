import sharp from 'sharp'
import { EngineInputError } from '../../engine.ts'

/** Pixels of a decoded picture: three bytes each (red, green, blue), row by row. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** Limits of {@link decodePicture}. */
export interface DecodeLimits {
  /** Width times height of a picture that is taken. */
  readonly maxPixels: number
  /** Longer side of what is returned; a larger picture is scaled down. */
  readonly maxSide: number
}

const formats = ['png', 'jpeg', 'webp', 'gif'] as const

/**
 * Decodes the first frame of a picture, upright by its EXIF orientation, on white where it is transparent.
 *
 * @throws {EngineInputError} for what is no PNG, JPEG, WebP or GIF, is cut off, or is too large.
 */
export async function decodePicture(file: Uint8Array, { maxPixels, maxSide }: DecodeLimits): Promise<Pixels> {
  const options = { limitInputPixels: maxPixels, failOn: 'truncated' as const, sequentialRead: true }
  const { format, width, height } = await readHeader(file)
  if (!formats.some((known) => known === format)) throw new EngineInputError(notAPicture, 'image')
  if (width * height > maxPixels) {
    const size = `${width} by ${height} pixels`
    throw new EngineInputError(`Picture of ${size} exceeds the limit of ${maxPixels} pixels`, 'image')
  }
  try {
    const { data, info } = await sharp(file, options)
      .rotate()
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { data: toRgb(data, info.channels), width: info.width, height: info.height }
  } catch (error) {
    const cause = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new EngineInputError(`The picture is damaged or cut off: ${cause}`, 'image')
  }
}

const notAPicture = 'The file is no picture that can be read: PNG, JPEG, WebP and GIF are'

async function readHeader(file: Uint8Array): Promise<{ format: string; width: number; height: number }> {
  try {
    // The header of a picture of any size may be read: it is weighed before its pixels are.
    const { format, width, height } = await sharp(file, { limitInputPixels: false }).metadata()
    return { format, width, height }
  } catch {
    throw new EngineInputError(notAPicture, 'image')
  }
}

/** A grey picture stays one channel after conversion. */
function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data
  const rgb = new Uint8Array((data.length / channels) * 3)
  for (let index = 0; index < rgb.length; index++) rgb[index] = data[Math.floor(index / 3) * channels] ?? 0
  return rgb
}
