import { createGate, type Reply, startTestServer } from '@mira/test-server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '../client.ts'
import { callThing, drain, failureOf, openText, rejectionOf, transports } from '../pipeline.test-support.ts'
import { request } from '../request.ts'
import { uploadBody } from '../upload-progress.ts'
import type { RawReply, RequestBody } from '../wire-types.ts'

afterEach(() => void vi.unstubAllGlobals())

/** A body that is sent in chunks. */
const chunkedBody = (open: () => AsyncIterable<Uint8Array>, length?: number): RequestBody =>
  uploadBody({ mediaType: 'application/octet-stream', length, isReplayable: true, content: undefined, open }, {})

describe.each(transports)('$transport', ({ fetch }) => {
  it('lets a connection wait while nobody reads', async () => {
    const chunk = 'x'.repeat(64 * 1024)
    let sent = 0
    const flood = function* (): Generator<string> {
      for (; sent < 1_000; sent += 1) yield chunk
    }
    await using server = await startTestServer({
      'GET /v1/thing': () => ({ chunks: flood() }),
      'GET /v1/other': { json: {} },
    })
    const hold = createGate()
    const client = createClient({ baseUrl: server.url, fetch })
    const read = async (raw: RawReply): Promise<number> => {
      await raw.body.read()
      await hold.arrive()
      let bytes = 0
      for (let part = await raw.body.read(); part; part = await raw.body.read()) bytes += part.length
      return bytes
    }
    const reading = request(client, { operation: 'x', path: '/v1/thing', read })
    await hold.reached
    // Once all buffers are full, nothing more is sent, however many other calls the server responds to.
    for (let before = -1; before !== sent; ) {
      before = sent
      for (let call = 0; call < 20; call += 1) await callThing(client, {}, { path: '/v1/other' })
    }
    expect(sent).toBeLessThan(500)
    hold.open()
    expect(await reading).toBeGreaterThan(60 * 1024 * 1024)
    expect(sent).toBe(1_000)
  })

  it.each<{ coding: string; reply: Reply }>([
    { coding: 'gzip', reply: { encoding: 'gzip' } },
    { coding: 'deflate', reply: { encoding: 'deflate' } },
    { coding: 'identity', reply: { headers: { 'content-encoding': 'identity' } } },
  ])('streams events through $coding as they come', async ({ reply }) => {
    const gate = createGate()
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', gate, 'b', '[DONE]'], ...reply } })
    const iterator = openText(createClient({ baseUrl: server.url, fetch }))[Symbol.asyncIterator]()
    expect(await iterator.next()).toEqual({ done: false, value: 'a' })
    gate.open()
    expect(await iterator.next()).toEqual({ done: false, value: 'b' })
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it.each<{ what: string; reply: Reply }>([
    { what: 'breaks off', reply: { json: { a: 'b'.repeat(5_000) }, encoding: 'gzip', dropAt: 20 } },
    { what: 'is cut short', reply: { json: { a: 'b'.repeat(5_000) }, encoding: 'gzip', cutAt: 20 } },
    { what: 'is no gzip', reply: { text: 'hello', headers: { 'content-encoding': 'gzip' } } },
    { what: 'has a coding nobody knows', reply: { text: 'zzz', headers: { 'content-encoding': 'zzz' } } },
  ])('fails a compressed reply that $what with one typed error', async ({ reply }) => {
    await using server = await startTestServer({ 'GET /v1/thing': reply })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch, retry: false })))
    expect(['connection_failed', 'invalid_response']).toContain(error.code)
  })

  it('closes a compressed stream that is left, or aborted', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', createGate()], encoding: 'gzip' } })
    const client = createClient({ baseUrl: server.url, fetch })
    for await (const _ of openText(client)) break
    await server.waitForClose()
    const controller = new AbortController()
    const iterator = openText(client, { signal: controller.signal })[Symbol.asyncIterator]()
    await iterator.next()
    const next = rejectionOf(iterator.next())
    controller.abort('mine')
    expect(await next).toBe('mine')
    await server.waitForClose()
  })

  it.each([undefined, 6])('sends a body in chunks, of length %s', async (length) => {
    await using server = await startTestServer({ 'POST /v1/thing': { json: { ok: true } } })
    const body = chunkedBody(async function* () {
      for (const text of ['ab', 'cd', 'ef']) yield new TextEncoder().encode(text)
    }, length)
    await callThing(createClient({ baseUrl: server.url, fetch }), {}, { body })
    expect(server.requests[0]?.text()).toBe('abcdef')
    expect(server.requests[0]?.headers['content-type']).toBe('application/octet-stream')
  })

  it('opens a body anew for each attempt', async () => {
    await using server = await startTestServer({ 'POST /v1/thing': [{ status: 503 }, { json: {} }] })
    let opened = 0
    const body = chunkedBody(async function* () {
      opened += 1
      yield new TextEncoder().encode(`attempt ${opened}`)
    })
    await callThing(createClient({ baseUrl: server.url, fetch, retry: { baseDelayMs: 1 } }), {}, { body })
    expect(server.requests.map((request) => request.text())).toEqual(['attempt 1', 'attempt 2'])
  })

  it('closes a body whose sending is aborted', async () => {
    await using server = await startTestServer({ 'POST /v1/thing': { json: {} } })
    const client = createClient({ baseUrl: server.url, fetch, retry: false })
    const closed = createGate()
    const endless = chunkedBody(async function* () {
      try {
        for (;;) {
          yield new Uint8Array(1_024)
          await new Promise((resolve) => setImmediate(resolve))
        }
      } finally {
        void closed.arrive()
      }
    })
    const controller = new AbortController()
    const call = rejectionOf(callThing(client, { signal: controller.signal }, { body: endless }))
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    controller.abort('mine')
    expect(await call).toBe('mine')
    await closed.reached
  })

  it('says when the source of a body fails', async () => {
    await using server = await startTestServer({ 'POST /v1/thing': { json: {} } })
    const client = createClient({ baseUrl: server.url, fetch, retry: false })
    const broken = chunkedBody(async function* () {
      yield new Uint8Array(4)
      throw new Error('disk gone')
    })
    const error = await failureOf(callThing(client, {}, { body: broken }))
    expect(error.message).toContain('disk gone')
  })

  it('reads a refusal that comes before the body is sent', async () => {
    await using server = await startTestServer({
      'POST /v1/thing': { status: 413, json: { detail: 'Too large' }, early: true },
    })
    const content = new Uint8Array(200_000)
    const body = uploadBody({ ...chunkedBody(async function* () {}), content }, {})
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch }), {}, { body }))
    expect(error).toMatchObject({ code: 'payload_too_large', status: 413 })
  })

  it('keeps 50 streams apart', async () => {
    await using server = await startTestServer({
      'POST /v1/stream': ({ headers }) => ({ sse: [headers['x-n'] ?? '', 'é', '[DONE]'], chunkBytes: 3 }),
    })
    const client = createClient({ baseUrl: server.url, fetch })
    const streams = Array.from({ length: 50 }, (_, index) =>
      drain(openText(client, { headers: { 'x-n': String(index) } })),
    )
    expect((await Promise.all(streams)).map(({ items }) => items)).toEqual(
      Array.from({ length: 50 }, (_, index) => [String(index), 'é']),
    )
  })
})

describe('the runtime transport', () => {
  it('steps aside for a global fetch that has been replaced', async () => {
    const replaced = vi.fn(async () => Response.json({ mocked: true }))
    vi.stubGlobal('fetch', replaced)
    expect(await callThing(createClient({ baseUrl: 'http://mira.test' }))).toEqual({ mocked: true })
    expect(replaced).toHaveBeenCalledOnce()
  })

  it('sends its own user agent by default', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: {} } })
    const client = createClient({ baseUrl: server.url })
    await callThing(client)
    await callThing(client, { headers: { 'User-Agent': 'mine' } })
    expect(server.requests.map(({ headers }) => headers['user-agent'])).toEqual(['mira-typescript', 'mine'])
  })

  it('asks an address without a path for its root', async () => {
    await using server = await startTestServer({ 'GET /': { json: { root: true } } })
    const client = createClient({ baseUrl: 'http://mira.test' })
    for (const path of [server.url, `${server.url}/`, `${server.url}?x=1`, `${server.url}/#fragment`]) {
      expect(await callThing(client, {}, { path })).toEqual({ root: true })
    }
  })
})
