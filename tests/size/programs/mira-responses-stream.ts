import { streamResponse } from '@mira/chat'
import { createClient } from '@mira/core'

const client = createClient({ baseUrl: '/api/mira' })
for await (const event of streamResponse(client, { input: 'Hello' })) console.log(event.type)
