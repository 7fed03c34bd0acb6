import { streamChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'

const client = createClient({ baseUrl: '/api/mira' })
const stream = streamChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }] })
for await (const chunk of stream) console.log(chunk.text)
