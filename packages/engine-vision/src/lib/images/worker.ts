import type { MadeImage } from '@mira/engine'
import { serveWorker } from '@mira/engine/worker'
import { limitSharp } from '../pixels/limit-sharp.ts'
import { editImage } from './edit/edit-image.ts'
import { generateImage } from './generate-image.ts'
import type { ImageResult, ImageTask } from './protocol.ts'

limitSharp()

serveWorker<ImageTask, ImageResult>(async (task, { signal }) => {
  const images: MadeImage[] = []
  for (let index = 0; index < task.request.count; index++) {
    signal.throwIfAborted()
    // The step is arbitrary; it only has to differ from the adjacent seeds of other requests.
    const seed = (task.request.seed + index * 7919) % 4_294_967_296
    images.push(
      task.kind === 'generate' ? await generateImage(task.request, seed) : await editImage(task.request, seed),
    )
  }
  return images
})
