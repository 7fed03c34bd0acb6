import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chat } from '@mira/chat'
import { createClient, metadataOf } from '@mira/core'
import { startServer } from '@mira/server'

// #region server
test('finds the text that is nearest in meaning', async () => {
  await using server = await startServer() // on a free port, in memory
  const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey }).extend(chat)
  const { data } = await mira.embeddings.create({ input: ['a cat', 'a kitten', 'a motorway'] })
  const [cat, kitten, road] = data.map(({ embedding }) => embedding)
  assert.ok(dot(cat!, kitten!) > dot(cat!, road!))
})

test('gets through when the server fails once', async () => {
  await using server = await startServer({
    faults: ({ attempt }) => (attempt === 1 ? { status: 503, retryAfterSeconds: 0 } : undefined),
  })
  const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey }).extend(chat)
  const models = await mira.models.list()
  assert.deepEqual(
    metadataOf(models)?.attempts.map(({ status }) => status),
    [503, 200],
  )
})
// #endregion

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0)
}
