import { mapCalls } from '@mira/batch'
import { createChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'

const client = createClient({ baseUrl: '/api/mira' })
const questions = ['What is 6 times 7?', 'What is 12 plus 18?']
const batch = mapCalls(client, questions, (content, { signal, idempotencyKey }) =>
  createChatCompletion(client, { messages: [{ role: 'user', content }] }, { signal, idempotencyKey }),
)
for await (const result of batch) console.log(result.index, result.status)
