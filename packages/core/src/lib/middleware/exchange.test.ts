import { type Reply, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { metadataOf } from '../call-report.ts'
import { createClient } from '../client.ts'
import { callThing, failureOf, transports } from '../pipeline.test-support.ts'
import { readNothing, readText } from '../read-body.ts'
import { request } from '../request.ts'
import { createScriptedFetch } from '../testing/scripted-fetch.ts'
import { uploadBody } from '../upload-progress.ts'

const key = 'sk-mira-canary'

describe.each(transports)('a redirect over $transport', ({ fetch }) => {
  it.each([
    ...[301, 302, 303, 307, 308].map((status) => ({ status, method: 'GET' as const })),
    ...[307, 308].map((status) => ({ status, method: 'POST' as const })),
  ])('by $status is followed for $method on the same origin, with key and body', async ({ status, method }) => {
    await using server = await startTestServer({
      'GET /v1/thing': { status, redirect: '/v1/moved?x=1' },
      'POST /v1/thing': { status, redirect: 'moved' },
      'GET /v1/moved': { json: { ok: true } },
      'POST /v1/moved': { json: { ok: true } },
    })
    const client = createClient({ baseUrl: server.url, fetch, apiKey: key })
    const thing = await callThing(client, {}, method === 'POST' ? { json: { a: 1 } } : {})
    expect(metadataOf(thing)?.url).toBe(`${server.url}/v1/moved${method === 'GET' ? '?x=1' : ''}`)
    const [, moved] = server.requests
    expect(moved).toMatchObject({ method, path: '/v1/moved' })
    expect(moved?.headers.authorization).toBe(`Bearer ${key}`)
    expect(moved?.text()).toBe(method === 'POST' ? '{"a":1}' : '')
  })

  it.each([301, 302, 303])('by %s is refused for POST, whose body would be lost', async (status) => {
    await using server = await startTestServer({ 'POST /v1/thing': { status, redirect: '/v1/moved' } })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch }), {}, { json: {} }))
    expect(error).toMatchObject({ code: 'redirect_refused', status, retryable: false })
    expect(server.requests).toHaveLength(1)
  })

  it.each([301, 302, 303, 307, 308])(
    'by %s to another origin is refused, and the key never goes there',
    async (status) => {
      await using other = await startTestServer({ 'GET /v1/thing': { json: {} } })
      await using server = await startTestServer({
        'GET /v1/thing': { status, redirect: `${other.url}/v1/thing?token=secret` },
      })
      const client = createClient({ baseUrl: server.url, fetch, apiKey: key })
      const error = await failureOf(callThing(client))
      expect(error).toMatchObject({ code: 'redirect_refused', status, operation: 'thing.get' })
      expect(error.message).toContain(other.url)
      expect(error.message).not.toContain('secret')
      expect(other.requests).toEqual([])
      expect(other.acceptedSockets).toBe(0)
    },
  )

  it.each([
    'https://127.0.0.1',
    'http://localhost',
    '//evil.test',
    'http://evil.test\\@127.0.0.1',
    'javascript:alert(1)',
    'data:text/plain,x',
    'file:///etc/passwd',
  ])('to %s is refused', async (location) => {
    await using server = await startTestServer({ 'GET /v1/thing': { status: 307, headers: { location } } })
    expect(await failureOf(callThing(createClient({ baseUrl: server.url, fetch, apiKey: key })))).toMatchObject({
      code: 'redirect_refused',
    })
    expect(server.requests).toHaveLength(1)
  })

  it.each([{ headers: {} }, { headers: { location: 'http://[' } }, { headers: { location: 'http://' } }])(
    'without a readable Location is refused: %j',
    async ({ headers }) => {
      await using server = await startTestServer({ 'GET /v1/thing': { status: 302, headers } })
      expect(await failureOf(callThing(createClient({ baseUrl: server.url, fetch })))).toMatchObject({
        code: 'redirect_refused',
        status: 302,
      })
    },
  )

  it('in a loop is followed a few times only', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { status: 302, redirect: '/v1/thing' } })
    expect(await failureOf(callThing(createClient({ baseUrl: server.url, fetch })))).toMatchObject({
      code: 'redirect_refused',
    })
    expect(server.requests).toHaveLength(6)
  })

  it('of a body that can be read once is refused', async () => {
    await using server = await startTestServer({ 'POST /v1/thing': { status: 307, redirect: '/v1/moved' } })
    const body = uploadBody(
      {
        mediaType: 'text/plain',
        length: undefined,
        isReplayable: false,
        content: undefined,
        async *open() {
          yield new TextEncoder().encode('once')
        },
      },
      {},
    )
    expect(await failureOf(callThing(createClient({ baseUrl: server.url, fetch }), {}, { body }))).toMatchObject({
      code: 'redirect_refused',
    })
    expect(server.requests.map((request) => request.text())).toEqual(['once'])
  })

  it.each([300, 304, 305])('status %s is no redirect that is followed', async (status) => {
    await using server = await startTestServer({ 'GET /v1/thing': { status, headers: { location: '/v1/moved' } } })
    expect(await failureOf(callThing(createClient({ baseUrl: server.url, fetch })))).toMatchObject({
      code: 'http_error',
      status,
    })
    expect(server.requests).toHaveLength(1)
  })
})

describe('a redirect that a page hides', () => {
  it('is reported as what it is', async () => {
    const fetch = async (): Promise<Response> =>
      Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' })
    const error = await failureOf(callThing(createClient({ baseUrl: 'http://mira.test', fetch, retry: false })))
    expect(error).toMatchObject({ code: 'redirect_refused', status: 0, retryable: false })
    expect(error.message).toContain('redirects')
  })
})

describe.each(transports)('a success over $transport', ({ fetch }) => {
  it.each<{ what: string; reply: Reply; code: string; retryable: boolean }>([
    {
      what: 'HTML',
      reply: { html: '<html><title>Welcome</title></html>' },
      code: 'invalid_response',
      retryable: false,
    },
    { what: 'nothing', reply: {}, code: 'invalid_response', retryable: false },
    { what: 'nothing, by 204', reply: { status: 204 }, code: 'invalid_response', retryable: false },
    { what: 'JSON that is cut off', reply: { json: { a: 'b' }, cutAt: 5 }, code: 'invalid_response', retryable: false },
    { what: 'JSON with more behind it', reply: { text: '{} {}' }, code: 'invalid_response', retryable: false },
    { what: 'a JSON text', reply: { json: 'text' }, code: 'invalid_response', retryable: false },
    { what: 'JSON null', reply: { json: null }, code: 'invalid_response', retryable: false },
    {
      what: 'fewer bytes than announced',
      reply: { json: { a: 'b' }, contentLength: 100 },
      code: 'connection_failed',
      retryable: true,
    },
    {
      what: 'a connection that breaks',
      reply: { json: { a: 'b' }, dropAt: 5 },
      code: 'connection_failed',
      retryable: true,
    },
    {
      what: 'a connection that is reset',
      reply: { json: { a: 'b' }, framing: 'chunked', resetAt: 5 },
      code: 'connection_failed',
      retryable: true,
    },
    {
      what: 'chunks that are never said to end',
      reply: { json: { a: 'b' }, framing: 'chunked', dropAt: 9 },
      code: 'connection_failed',
      retryable: true,
    },
  ])('with $what instead of its object is $code', async ({ reply, code, retryable }) => {
    await using server = await startTestServer({ 'GET /v1/thing': { ...reply, headers: { 'x-request-id': 'r1' } } })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch, retry: false })))
    expect(error).toMatchObject({ code, retryable, operation: 'thing.get', attempts: [{ attempt: 1, code }] })
    if (code === 'invalid_response') expect(error).toMatchObject({ status: reply.status ?? 200, requestId: 'r1' })
  })

  it.each<{ what: string; reply: Reply }>([
    { what: 'a byte order mark', reply: { text: '\uFEFF{"ok":true}' } },
    { what: 'white space around', reply: { text: '\n {"ok":true}\n' } },
    { what: 'another media type', reply: { text: '{"ok":true}' } },
    { what: 'characters torn by reads', reply: { json: { ok: true, text: '漢🎵é' }, chunkBytes: 1 } },
    { what: 'status 201', reply: { status: 201, json: { ok: true } } },
    { what: 'status 202', reply: { status: 202, json: { ok: true } } },
    { what: 'an end told by the connection', reply: { json: { ok: true }, framing: 'close' } },
    {
      what: 'interim replies',
      reply: { json: { ok: true }, informational: [{ status: 103, headers: { link: '</x>' } }] },
    },
    { what: 'gzip', reply: { json: { ok: true }, encoding: 'gzip' } },
    { what: 'deflate', reply: { json: { ok: true }, encoding: 'deflate' } },
  ])('with $what is read', async ({ reply }) => {
    await using server = await startTestServer({ 'GET /v1/thing': reply })
    expect(await callThing(createClient({ baseUrl: server.url, fetch }))).toMatchObject({ ok: true })
  })

  it('keeps a member named __proto__ from doing harm', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { text: '{"__proto__":{"polluted":true}}' } })
    const thing = await callThing(createClient({ baseUrl: server.url, fetch }))
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.keys(thing)).toEqual(['__proto__'])
  })

  it('larger than the limit is refused, and the connection closed', async () => {
    await using server = await startTestServer({
      'GET /v1/thing': { json: { text: 'x'.repeat(50_000) }, chunkBytes: 4_096 },
    })
    const client = createClient({ baseUrl: server.url, fetch, limits: { maxJsonBytes: 10_000 } })
    expect(await failureOf(callThing(client))).toMatchObject({ code: 'limit_exceeded', retryable: false })
    await server.waitForClose()
  })

  it('that unpacks to more than the limit is refused', async () => {
    await using server = await startTestServer({
      'GET /v1/thing': { json: { text: 'x'.repeat(5_000_000) }, encoding: 'gzip' },
    })
    const client = createClient({ baseUrl: server.url, fetch, limits: { maxJsonBytes: 100_000 } })
    expect(await failureOf(callThing(client))).toMatchObject({ code: 'limit_exceeded' })
  })

  it('is text, or nothing, where the operation wants that', async () => {
    await using server = await startTestServer({
      'GET /v1/text': { text: 'hëllo' },
      'GET /v1/nothing': { status: 204 },
    })
    const client = createClient({ baseUrl: server.url, fetch })
    expect(await request(client, { operation: 'x', path: '/v1/text', read: readText })).toBe('hëllo')
    expect(await request(client, { operation: 'x', path: '/v1/nothing', read: readNothing })).toBeUndefined()
  })

  it('leaves its connection fit for the next call', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: {} } })
    const client = createClient({ baseUrl: server.url, fetch })
    for (let count = 0; count < 5; count += 1) await callThing(client)
    // The runtime may not have released the connection when the next call starts; a second one may then be opened.
    expect(server.acceptedSockets).toBeLessThanOrEqual(2)
  })

  it('returns request id, status, attempts, limits and headers beside the result', async () => {
    const headers = { 'x-request-id': 'r2', 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '19', 'x-custom': 'c' }
    await using server = await startTestServer({
      'GET /v1/thing': [
        { status: 503, headers: { 'x-request-id': 'r1' } },
        { json: { ok: true }, headers },
      ],
    })
    const thing = await callThing(createClient({ baseUrl: server.url, fetch, retry: { baseDelayMs: 1 } }))
    const metadata = metadataOf(thing)
    expect(metadata).toMatchObject({
      requestId: 'r2',
      status: 200,
      url: `${server.url}/v1/thing`,
      rateLimit: { limit: 20, remaining: 19, resetAtMs: undefined },
    })
    expect(metadata?.attempts).toMatchObject([
      { attempt: 1, status: 503, requestId: 'r1', code: 'overloaded' },
      { attempt: 2, status: 200, requestId: 'r2' },
    ])
    expect(metadata?.headers.get('X-Custom')).toBe('c')
    const names: string[] = []
    metadata?.headers.forEach((_, name) => {
      names.push(name)
    })
    expect(names).toContain('x-custom')
    expect(metadataOf({ ...thing })).toBeUndefined()
    expect(Object.keys(thing)).toEqual(['ok'])
  })

  it('warns once a client of what is deprecated', async () => {
    const headers = {
      deprecation: '@1',
      sunset: 'Sat, 01 Jan 2028 00:00:00 GMT',
      link: '<https://docs.test/x>; rel="deprecation"',
    }
    await using server = await startTestServer({ 'GET /v1/thing': { json: {}, headers }, 'GET /v1/fine': { json: {} } })
    const warnings: string[] = []
    const client = createClient({
      baseUrl: server.url,
      fetch,
      hooks: { onWarning: (message) => void warnings.push(message) },
    })
    for (let count = 0; count < 3; count += 1) await callThing(client)
    await callThing(client, {}, { path: '/v1/fine' })
    expect(warnings).toEqual([
      'thing.get is deprecated (@1), and ends on Sat, 01 Jan 2028 00:00:00 GMT; see https://docs.test/x',
    ])
  })
})

describe('the fetch seam', () => {
  it('uses the caller’s fetch, and says what fetch needs to know', async () => {
    const inits: RequestInit[] = []
    const scripted = createScriptedFetch({ 'POST /v1/thing': { json: { ok: true } } })
    const client = createClient({
      baseUrl: 'http://mira.test',
      fetch: (url, init) => {
        inits.push(init)
        return scripted(url, init)
      },
      apiKey: key,
    })
    expect(await callThing(client, {}, { json: { a: 1 } })).toEqual({ ok: true })
    expect(inits).toMatchObject([
      { method: 'POST', body: '{"a":1}', redirect: 'manual', headers: { authorization: `Bearer ${key}` } },
    ])
    expect(inits[0]?.signal).toBeInstanceOf(AbortSignal)
  })

  it.each([
    {
      what: 'throws at once',
      fetch: () => {
        throw new TypeError('no network')
      },
    },
    { what: 'rejects', fetch: () => Promise.reject(new TypeError('no network')) },
    { what: 'rejects with no error', fetch: () => Promise.reject('no network') },
    { what: 'rejects with nothing', fetch: () => Promise.reject(undefined) },
  ])('wraps what a fetch that $what says', async ({ fetch }) => {
    const error = await failureOf(callThing(createClient({ baseUrl: 'http://mira.test', fetch, retry: false })))
    expect(error).toMatchObject({ code: 'connection_failed', retryable: true })
  })

  it('reads a reply that has no body stream', async () => {
    const bytes = new TextEncoder().encode('{"ok":true}')
    const reply = (fields: object) => async () =>
      ({ status: 200, headers: new Headers(), url: '', body: null, ...fields }) as unknown as Response
    const whole = createClient({ baseUrl: 'http://mira.test', fetch: reply({ arrayBuffer: async () => bytes.buffer }) })
    expect(await callThing(whole)).toEqual({ ok: true })
    expect(metadataOf(await callThing(whole))?.url).toBe('http://mira.test/v1/thing')
    const none = createClient({ baseUrl: 'http://mira.test', fetch: reply({}) })
    expect(await failureOf(callThing(none))).toMatchObject({ code: 'invalid_response' })
  })
})
