import { createClient } from '@mira/core'
import { connectRealtime } from '@mira/realtime'

const session = await connectRealtime(createClient({ baseUrl: '/api/mira' }), { voice: 'aria' })
for await (const event of session) console.log(event)
