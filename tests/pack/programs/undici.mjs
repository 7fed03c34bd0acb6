// A user's program in which another package has loaded undici: its global dispatcher is then that version's.
import { createRequire } from 'node:module'
import { createChatCompletion, streamChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'

const [baseUrl, undici] = process.argv.slice(2)
const { Agent, MockAgent, setGlobalDispatcher } = createRequire(import.meta.url)(undici)
const client = createClient({ baseUrl, apiKey: 'sk-mira-test', retry: false })
const messages = [{ role: 'user', content: 'Hello' }]

async function answer() {
  const completion = await createChatCompletion(client, { messages })
  return completion.choices[0].message.content
}

setGlobalDispatcher(new Agent())
const agent = await answer()
const streamed = await streamChatCompletion(client, { messages }).text()

const mocked = new MockAgent()
mocked.disableNetConnect()
const message = { role: 'assistant', content: 'Mocked' }
mocked
  .get(new URL(baseUrl).origin)
  .intercept({ path: '/v1/chat/completions', method: 'POST' })
  .reply(
    200,
    { choices: [{ index: 0, message, finish_reason: 'stop' }] },
    { headers: { 'content-type': 'application/json' } },
  )
setGlobalDispatcher(mocked)
console.log(JSON.stringify({ agent, streamed, mocked: await answer() }))
