import { streamChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'

// Bundles a single operation; `extend(chat)` would bundle all of them.
const client = createClient()
const stream = streamChatCompletion(client, { messages: [{ role: 'user', content: 'What is 12 % of 250?' }] })
console.log(await stream.text())
