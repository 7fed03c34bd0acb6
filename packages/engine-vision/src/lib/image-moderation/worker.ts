import { serveThread } from '@mira/engine/internal'
import { decodeImage } from '../pixels/decode-image.ts'
import { type PictureScores, scorePicture } from './score-picture.ts'

/** What the thread is asked: how a picture looks. */
export interface PictureTask {
  readonly image: Uint8Array
  readonly maxPixels: number
}

/** Longer side at which a picture is judged; the model itself sees 224 pixels. */
const maxSide = 448

serveThread<PictureTask, PictureScores>(async ({ image, maxPixels }) =>
  scorePicture(await decodeImage(image, { field: 'image', maxPixels, size: { maxSide }, isFlattened: true })),
)
