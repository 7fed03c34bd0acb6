// A client by openapi-typescript and openapi-fetch, generated from the server's API description.
import assert from 'node:assert/strict'
import createClient from 'openapi-fetch'
import type { paths } from './generated/openapi-typescript.ts'

const client = createClient<paths>({
  baseUrl: process.env.MIRA_BASE_URL ?? '',
  headers: { authorization: `Bearer ${process.env.MIRA_API_KEY}` },
})

const chat = await client.POST('/v1/chat/completions', {
  body: { model: 'mira', messages: [{ role: 'user', content: 'What is 6 times 7?' }] },
})
// `object` distinguishes the whole completion from the chunks of a stream.
assert.ok(chat.data?.object === 'chat.completion')
assert.match(chat.data.choices[0]?.message.content ?? '', /\b42\b/)

const models = await client.GET('/v1/models')
assert.ok(models.data?.data.some(({ id }) => id === 'mira'))

const embeddings = await client.POST('/v1/embeddings', { body: { model: 'mira-embed', input: ['a', 'b'] } })
assert.equal(embeddings.data?.data.length, 2)

const transactions = await client.GET('/v1/billing/transactions', { params: { query: { limit: 2, offset: 0 } } })
assert.ok(transactions.data !== undefined && transactions.data.length > 0 && transactions.data.length <= 2)

const balance = await client.GET('/v1/billing/balance')
assert.ok(Number.isInteger(balance.data?.balance_kopecks))

const missing = await client.GET('/v1/audio/music/{id}', { params: { path: { id: 'music_job_0' } } })
assert.equal(missing.response.status, 404)
assert.equal(typeof missing.error?.detail, 'string')
console.log('openapi-fetch: 6 operations')
