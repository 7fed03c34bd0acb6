import { type StandardSchema, streamParsedChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'

declare const schema: StandardSchema<{ city: string }>

const client = createClient({ baseUrl: '/api/mira' })
const stream = streamParsedChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }], schema })
for await (const { city } of stream) console.log(city)
