import { chat } from '@mira/chat'
import { createClient, metadataOf } from '@mira/core'
import { startServer } from '@mira/server'

const server = await startServer({ limits: { requestsPerMinute: 60 } })
const { url: baseUrl, apiKey } = server
const topics = ['the sea', 'a city', 'a forest']

// #region pace
import { createPacer, paceCalls } from '@mira/traffic'

const pacer = createPacer() // one for all clients with the same key; learns the limits of the server
const mira = paceCalls(createClient({ baseUrl, apiKey }).extend(chat), pacer)

const answers = await Promise.all(
  topics.map((topic) => mira.chat.create({ messages: [{ role: 'user', content: `Describe ${topic}.` }] })),
)
console.log(answers.length, 'answers', pacer.state)
// #endregion

// #region limits
const limited = createPacer({ concurrency: 8, requestsPerMinute: 600, tokensPerMinute: 200_000, maxWaitMs: 30_000 })
// #endregion

// #region keys
const forUser = (id: string) => paceCalls(createClient({ baseUrl, apiKey }).extend(chat), limited, { key: id })
const inBackground = paceCalls(createClient({ baseUrl, apiKey }).extend(chat), limited, { priority: 'low' })
// #endregion

const messages = [{ role: 'user', content: 'What is 6 times 7?' }]
for (const client of [forUser('ada'), inBackground]) {
  console.log(metadataOf(await client.chat.create({ messages }))?.status)
}
await server.close()
