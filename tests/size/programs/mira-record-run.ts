import { recordRun, runTools } from '@mira/chat'
import { createClient } from '@mira/core'

const client = createClient({ baseUrl: '/api/mira' })
const recorder = recordRun(client, runTools)
const tools = [{ name: 'time', execute: () => new Date().toISOString() }]
await recorder.run({ messages: [{ role: 'user', content: 'What time is it?' }], tools })
console.log(JSON.stringify(recorder.recording()))
