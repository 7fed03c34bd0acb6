// A client by @hey-api/openapi-ts, generated from the server's API description: a function per operation.
import assert from 'node:assert/strict'
import { client } from './generated/sdk/client.gen.ts'
import {
  createChatCompletion,
  createEmbeddings,
  getBalance,
  getMusicJob,
  listModels,
  listTransactions,
} from './generated/sdk/sdk.gen.ts'

client.setConfig({ baseUrl: process.env.MIRA_BASE_URL ?? '', auth: () => process.env.MIRA_API_KEY ?? '' })

const chat = await createChatCompletion({
  body: { model: 'mira', messages: [{ role: 'user', content: 'What is 6 times 7?' }] },
})
// `object` distinguishes the whole completion from the chunks of a stream.
assert.ok(chat.data?.object === 'chat.completion')
assert.match(chat.data.choices[0]?.message.content ?? '', /\b42\b/)

const models = await listModels()
assert.ok(models.data?.data.some(({ id }) => id === 'mira'))

const embeddings = await createEmbeddings({ body: { model: 'mira-embed', input: ['a', 'b'] } })
assert.equal(embeddings.data?.data.length, 2)

const transactions = await listTransactions({ query: { limit: 2, offset: 0 } })
assert.ok(transactions.data !== undefined && transactions.data.length > 0 && transactions.data.length <= 2)

const balance = await getBalance()
assert.ok(Number.isInteger(balance.data?.balance_kopecks))

const missing = await getMusicJob({ path: { id: 'music_job_0' } })
assert.equal(missing.response?.status, 404)
assert.equal(typeof missing.error?.detail, 'string')
console.log('@hey-api/openapi-ts: 6 operations')
