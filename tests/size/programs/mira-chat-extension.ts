import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const client = createClient({ baseUrl: '/api/mira' }).extend(chat)
const completion = await client.chat.create({ messages: [{ role: 'user', content: 'Hello' }] })
console.log(completion.choices[0]?.message.content)
