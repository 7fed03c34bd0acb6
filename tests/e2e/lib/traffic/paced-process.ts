// Sends calls through a pacer of its own, all at once: paced-process.ts URL CALLS
import { createChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'
import { createPacer, paceCalls } from '@mira/traffic'

const [url, calls] = process.argv.slice(2)
const client = paceCalls(createClient({ baseUrl: url, apiKey: null }), createPacer())
await Promise.all(
  Array.from({ length: Number(calls) }, () =>
    createChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }] }),
  ),
)
