import { createClient } from '@mira/core'
import { media, scaleBox } from '@mira/media'

const mira = createClient({ baseUrl: '/api/mira' }).extend(media)

const file = document.querySelector<HTMLInputElement>('#file')?.files?.[0]
if (file) {
  const { found, boxes } = await mira.vision.locate({ image: file, target: 'the red car on the left' })
  if (!found) console.log('It is not there.') // a result, not an error
  const bitmap = await createImageBitmap(file)
  for (const box of boxes) console.log(box.label, box.confidence, scaleBox(box, bitmap))
}
