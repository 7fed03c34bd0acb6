import { join } from 'node:path'
import { createClient } from '@mira/core'
import { fromPath } from '@mira/core/node'
import { media } from '@mira/media'

const mira = createClient().extend(media)
const sunset = join(import.meta.dirname, 'files/sunset.png')

// #region edit
const { data } = await mira.images.edit({
  prompt: 'Make it black and white',
  reference_images: [await fromPath(sunset)], // 1 to 4: files, https: addresses, data: URIs, bytes
})
const [image] = data
console.log(image?.revised_prompt)
const blob = await image?.blob() // or bytes(), or content() to read it in chunks
console.log(blob?.type, blob?.size)
// #endregion
