import { collectChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'

const client = createClient({ baseUrl: '/api/mira' })
const completion = await collectChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }] })
console.log(completion.choices[0]?.message.content)
