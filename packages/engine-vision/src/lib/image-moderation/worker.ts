import { serveWorker } from '@mira/engine/worker'
import { decodeImage } from '../pixels/decode-image.ts'
import { limitSharp } from '../pixels/limit-sharp.ts'
import type { ImageTask } from './image-task.ts'
import { type ImageScores, scoreImage } from './score-image.ts'

/** Maximum length of the longer side for classification. The model itself uses 224 pixels. */
const maxSide = 448

limitSharp()

serveWorker<ImageTask, ImageScores>(async ({ image, maxPixels }, { signal }) => {
  const pixels = await decodeImage(image, { field: 'image', maxPixels, size: { maxSide }, isFlattened: true })
  signal.throwIfAborted()
  return scoreImage(pixels)
})
