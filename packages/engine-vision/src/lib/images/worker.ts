import type { MadeImage } from '@mira/engine'
import { serveThread } from '@mira/engine/internal'
import { editImage } from './edit/edit-image.ts'
import { generateImage } from './generate-image.ts'
import type { ImageResult, ImageTask } from './protocol.ts'

serveThread(
  async (task: ImageTask): Promise<ImageResult> => {
    const images: MadeImage[] = []
    for (let index = 0; index < task.request.count; index++) {
      // Any other step would do: it only has to lead away from the neighbouring seeds of other requests.
      const seed = (task.request.seed + index * 7919) % 4_294_967_296
      images.push(
        task.kind === 'generate' ? await generateImage(task.request, seed) : await editImage(task.request, seed),
      )
    }
    return images
  },
  (images) => images.map(({ data }) => data.buffer as ArrayBuffer),
)
