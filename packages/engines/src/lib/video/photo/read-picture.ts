import sharp from 'sharp'
import { EngineInputError } from '../../engine.ts'
import type { FrameSize } from '../frame-size.ts'

/** 50 megapixels: above any camera's picture that is sent over a wire, below what would fill the memory. */
const limitInputPixels = 50_000_000

/** A picture cut to the frame: RGBA, 4 bytes a pixel, rows from the top. */
export interface Picture extends FrameSize {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
}

/**
 * Reads a picture file upright (by its EXIF orientation), fills the frame with it and cuts what is left over evenly.
 *
 * @throws {EngineInputError} for what is no picture, damaged or larger than 50 megapixels.
 */
export async function readPicture(file: Uint8Array, { width, height }: FrameSize): Promise<Picture> {
  const fault = (reason: string): EngineInputError =>
    new EngineInputError(`first_frame ${reason}; send a PNG, JPEG, WebP or GIF of at most 50 megapixels`, 'first_frame')
  if (file.length === 0) throw fault('is empty')
  try {
    const { data } = await sharp(file, { limitInputPixels, failOn: 'truncated' })
      .rotate()
      .resize(width, height, { fit: 'cover' })
      .toColourspace('srgb')
      .flatten({ background: '#ffffff' })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { width, height, pixels: new Uint8ClampedArray(data) }
  } catch (error) {
    throw fault(`cannot be read (${error instanceof Error ? error.message.split('\n')[0] : error})`)
  }
}
