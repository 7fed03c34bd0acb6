import { createChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'
import { telemetryHooks } from '@mira/otel'

const client = createClient({ baseUrl: '/api/mira', hooks: telemetryHooks() })
const completion = await createChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }] })
console.log(completion.choices[0]?.message.content)
