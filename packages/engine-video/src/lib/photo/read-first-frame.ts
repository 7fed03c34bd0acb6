import type { Pixels } from '@mira/engine-vision/internal'
import { decodeImage } from '@mira/engine-vision/internal'
import type { FrameSize } from '../frame-size.ts'

/** 50 megapixels: above any camera's image that is sent over a wire, below what would fill the memory. */
const maxPixels = 50_000_000

/**
 * Decodes the image that a clip begins with, scaled to fill the frame; what overhangs is cut off evenly.
 *
 * @throws {EngineInputError} for a file that is no image, damaged, or larger than 50 megapixels.
 */
export function readFirstFrame(file: Uint8Array, { width, height }: FrameSize): Promise<Pixels> {
  return decodeImage(file, { field: 'first_frame', maxPixels, size: { width, height }, isFlattened: true })
}
