import { streamChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'

// What you do not import is not in your bundle: `extend(chat)` brings all operations, this only one.
const client = createClient()
const stream = streamChatCompletion(client, { messages: [{ role: 'user', content: 'What is 12 % of 250?' }] })
console.log(await stream.text())
