import type { Pixels } from '@mira/engine-vision/internal'
import { decodeImage } from '@mira/engine-vision/internal'
import type { FrameSize } from '../frame-size.ts'

/** 50 megapixels: more than images from cameras have, but small enough not to exhaust memory. */
const maxPixels = 50_000_000

/**
 * Decodes the first frame of a clip and scales it to fill the frame. Overhang is cropped evenly.
 *
 * @throws {EngineInputError} when the file is not an image, is damaged, or exceeds 50 megapixels.
 */
export function readFirstFrame(file: Uint8Array, { width, height }: FrameSize): Promise<Pixels> {
  return decodeImage(file, { field: 'first_frame', maxPixels, size: { width, height }, isFlattened: true })
}
