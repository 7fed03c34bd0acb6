import sharp from 'sharp'
import { EngineInputError } from '../../engine.ts'
import type { ImageSize } from '../image-engine.ts'
import type { Pixels } from './pixels.ts'

/** Most pixels a reference may have; looked up in its header, before anything is decoded. */
const maxPixels = 40_000_000

const formats = new Set(['png', 'jpeg', 'webp', 'gif'])

/**
 * Decodes a PNG, JPEG, WebP or GIF (its first frame), upright, made to fit `longestSide`.
 *
 * @throws {EngineInputError} for a file that is no such picture, is broken, or has too many pixels.
 */
export async function readPicture(file: Uint8Array, field: string, longestSide: number): Promise<Pixels> {
  const { width, height, format } = await readPictureHeader(file, field)
  if (!formats.has(format)) throw new EngineInputError(`${field} must be PNG, JPEG, WebP or GIF, not ${format}`, field)
  if (width * height > maxPixels)
    throw new EngineInputError(`${field} has ${width} x ${height} pixels; at most 40 million are taken`, field)
  try {
    const { data, info } = await sharp(file, { limitInputPixels: maxPixels, failOn: 'truncated', pages: 1 })
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, data: new Uint8Array(data) }
  } catch {
    throw new EngineInputError(`${field} is a broken or truncated ${format.toUpperCase()} file`, field)
  }
}

/**
 * Size and format (`png`, `jpeg` …) of a picture file, without decoding it.
 *
 * @throws {EngineInputError} for a file that is no picture.
 */
export async function readPictureHeader(
  file: Uint8Array,
  field: string,
): Promise<{ width: number; height: number; format: string }> {
  try {
    const {
      width = 0,
      height = 0,
      format = 'unknown',
    } = await sharp(file, { limitInputPixels: false, pages: 1 }).metadata()
    return { width, height, format }
  } catch {
    throw new EngineInputError(`${field} is not a picture this engine reads (PNG, JPEG, WebP, GIF)`, field)
  }
}

/** Resizes to exact sizes; `cover` cuts what overhangs, `fill` stretches. */
export async function resizePixels(
  { data, width, height }: Pixels,
  size: ImageSize,
  fit: 'cover' | 'fill' = 'fill',
): Promise<Pixels> {
  if (width === size.width && height === size.height) return { data, width, height }
  const output = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize({ width: size.width, height: size.height, fit })
    .raw()
    .toBuffer()
  return { width: size.width, height: size.height, data: new Uint8Array(output) }
}
