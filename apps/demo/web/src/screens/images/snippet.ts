import { createClient } from '@mira/core'
import { media } from '@mira/media'

const mira = createClient({ baseUrl: '/api/mira' }).extend(media)

const { data } = await mira.images.generate({ prompt: 'a fox under a full moon', size: '1536x1024', quality: 'high' })
const image = await data[0]?.blob() // or bytes(); the URL is data[0].url
console.log(data[0]?.revised_prompt)

if (image) {
  const edited = await mira.images.edit({ prompt: 'remove the background', reference_images: [image] })
  console.log(edited.data[0]?.url)
}
