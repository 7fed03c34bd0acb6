import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { createClient } from '../client.ts'
import { callThing, failureOf } from '../pipeline.test-support.ts'

const text = JSON.stringify({ ok: true, list: Array.from({ length: 500 }, (_, index) => index) })
const encodings: readonly { encoding: string; bytes: Uint8Array }[] = [
  { encoding: 'gzip', bytes: gzipSync(text) },
  { encoding: 'x-gzip', bytes: gzipSync(text) },
  { encoding: 'BR', bytes: brotliCompressSync(text) },
  { encoding: 'deflate', bytes: deflateSync(text) },
  { encoding: 'deflate', bytes: deflateRawSync(text) },
  { encoding: 'identity', bytes: Buffer.from(text) },
  { encoding: 'br, gzip', bytes: gzipSync(brotliCompressSync(text)) },
]

it.each(encodings)('decodes $encoding however it is split', async ({ encoding, bytes }) => {
  await using server = await startTestServer({
    'GET /v1/thing': {
      bytes,
      chunkBytes: 7,
      headers: { 'content-encoding': encoding, 'content-type': 'application/json' },
    },
  })
  const reply = await callThing(createClient({ baseUrl: server.url, retry: false }))
  expect(reply).toEqual(JSON.parse(text))
})

it.each([
  { what: 'an unknown encoding', encoding: 'lz77', bytes: Buffer.from(text), code: 'invalid_response', requests: 1 },
  {
    what: 'data in another encoding',
    encoding: 'gzip',
    bytes: Buffer.from(text),
    code: 'invalid_response',
    requests: 1,
  },
  {
    what: 'truncated data',
    encoding: 'gzip',
    bytes: gzipSync(text).subarray(0, 40),
    code: 'connection_failed',
    requests: 3,
  },
])('fails with $code on $what, after $requests requests', async ({ encoding, bytes, code, requests }) => {
  await using server = await startTestServer({ 'GET /v1/thing': { bytes, headers: { 'content-encoding': encoding } } })
  const client = createClient({ baseUrl: server.url, retry: { maxRetries: 2, baseDelayMs: 1 } })
  expect(await failureOf(callThing(client))).toMatchObject({ code, operation: 'thing.get' })
  expect(server.requests).toHaveLength(requests)
})
