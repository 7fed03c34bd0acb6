// #region server
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chat } from '@mira/chat'
import { createClient, metadataOf } from '@mira/core'
import { type FaultPlan, startServer } from '@mira/server'

test('retries when the server fails once', async (t) => {
  const failFirst: FaultPlan = ({ attempt }) => (attempt === 1 ? { status: 503, retryAfterSeconds: 0 } : undefined)
  const server = await startServer({ faults: failFirst }) // on a free port, in memory
  t.after(() => server.close())
  const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey }).extend(chat)

  const { attempts } = metadataOf(await mira.models.list())!
  assert.equal(attempts.map(({ status }) => status).join(), '503,200')
})
// #endregion

test('finds the text that is nearest in meaning', async (t) => {
  const server = await startServer()
  t.after(() => server.close())
  const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey }).extend(chat)
  const { data } = await mira.embeddings.create({ input: ['a cat', 'a kitten', 'a motorway'] })
  const [cat, kitten, road] = data.map(({ embedding }) => embedding)
  assert.ok(dot(cat!, kitten!) > dot(cat!, road!))
})

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0)
}
