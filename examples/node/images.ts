import { openAsBlob } from 'node:fs'
import { join } from 'node:path'
import { chat, imagePart } from '@mira/chat'
import { imageFilePart } from '@mira/chat/node'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)
const files = join(import.meta.dirname, 'files')

const picture = await imageFilePart(join(files, 'sunset.png'))
const drawing = await imagePart(await openAsBlob(join(files, 'sign.png')), { detail: 'low' }) // or an https: URL, bytes
const { choices } = await mira.chat.create({
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Which colors do these have?' }, picture, drawing] }],
})
console.log(choices[0]?.message.content)
