import { chat, imagePart } from '@mira/chat'
import { imageFilePart } from '@mira/chat/node'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)

const picture = await imageFilePart(new URL('files/sunset.png', import.meta.url))
const drawing = await imagePart('https://example.com/drawing.png', { detail: 'low' }) // or a data: URI, a Blob, bytes
const { choices } = await mira.chat.create({
  messages: [{ role: 'user', content: [{ type: 'text', text: 'What do these have in common?' }, picture, drawing] }],
})
console.log(choices[0]?.message.content)
