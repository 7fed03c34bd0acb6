import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { createGate, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createProxyHandler } from './create-proxy-handler.ts'
import { apiKey, everything, hosts, startHost } from './hosts.test-support.ts'
import type { ForwardedCall } from './proxy-options.ts'

const messages = [{ role: 'user' as const, content: 'Hi' }]
const delta = (content: string) => ({ choices: [{ index: 0, delta: { content } }] })
const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const models = '/api/mira/v1/models'

describe.each(Object.entries(hosts))('in %s', (_name, host) => {
  it('gives a page without a key a stream as it comes', async () => {
    const gate = createGate()
    await using api = await startTestServer({
      'POST /v1/chat/completions': { sse: [delta('Good '), gate, delta('day'), end, '[DONE]'] },
    })
    await using app = await startHost(api.url, {}, host)
    const mira = createClient({ baseUrl: `${app.url}/api/mira`, apiKey: null }).extend(chat)
    const texts = []
    for await (const { text } of mira.chat.stream({ messages })) {
      texts.push(text)
      gate.open()
    }
    expect(texts.join('')).toBe('Good day')
    expect(api.requests[0]!.headers.authorization).toBe(`Bearer ${apiKey}`)
  })

  it('passes an upload on while it comes', async () => {
    await using api = await startTestServer({
      'POST /v1/audio/transcribe': (request) => ({ json: request.body.length }),
    })
    await using app = await startHost(api.url, {}, host)
    const { readable: body, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' }
    const answer = fetch(`${app.url}/api/mira/v1/audio/transcribe`, init)
    await writer.write(new Uint8Array(100_000))
    // The API receives the start of the body before the page has sent all of it.
    await expect.poll(() => api.openSockets).toBe(1)
    await writer.write(new Uint8Array(50_000))
    await writer.close()
    expect(await (await answer).json()).toBe(150_000)
  })

  it('lets the API go when the visitor leaves', async () => {
    await using api = await startTestServer({
      'POST /v1/chat/completions': { sse: [delta('a')], stallAt: Number.POSITIVE_INFINITY },
    })
    await using app = await startHost(api.url, {}, host)
    const leave = new AbortController()
    const answer = await fetch(`${app.url}/api/mira/v1/chat/completions`, {
      method: 'POST',
      body: '{}',
      signal: leave.signal,
    })
    expect(answer.status).toBe(200)
    leave.abort()
    await api.waitForClose()
  })
})

describe('what is passed on', () => {
  it('is neither the key to the page, nor the page’s credentials to the API', async () => {
    await using api = await startTestServer({
      'GET /v1/models': { json: { data: [] }, headers: { 'set-cookie': 'a=1', 'x-request-id': 'r1', server: 'x' } },
    })
    await using app = await startHost(api.url)
    const answer = await fetch(app.url + models, { headers: { cookie: 'session=1', authorization: 'Bearer own' } })
    expect(answer.headers.get('x-request-id')).toBe('r1')
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('server')).toBeNull()
    const { headers } = api.requests[0]!
    expect(headers.cookie).toBeUndefined()
    expect(headers.authorization).toBe(`Bearer ${apiKey}`)
    expect(JSON.stringify([...answer.headers]) + (await answer.text())).not.toContain(apiKey)
  })

  it('keeps ranges, locations, statuses and the query', async () => {
    await using api = await startTestServer({
      'GET /media/:id': { bytes: Buffer.from('0123456789'), ranges: true, etag: '"e"' },
      'POST /v1/video/generate': { status: 202, json: { id: 'v' }, headers: { location: '/v1/video/v' } },
      'DELETE /v1/video/:id': { status: 204 },
    })
    await using app = await startHost(api.url)
    const part = await fetch(`${app.url}/api/mira/media/a.png?signature=s`, { headers: { range: 'bytes=2-4' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
    expect(api.requests[0]!.query.get('signature')).toBe('s')
    const started = await fetch(`${app.url}/api/mira/v1/video/generate`, { method: 'POST', body: '{}' })
    expect([started.status, started.headers.get('location')]).toEqual([202, '/api/mira/v1/video/v'])
    expect((await fetch(`${app.url}/api/mira/v1/video/v`, { method: 'DELETE' })).status).toBe(204)
  })

  it('is reported, without content', async () => {
    await using api = await startTestServer({ 'GET /v1/models': { status: 503, json: { detail: 'busy' } } })
    const calls: ForwardedCall[] = []
    await using app = await startHost(api.url, {
      onForward(call) {
        calls.push(call)
        throw new Error('a broken meter')
      },
    })
    expect((await fetch(app.url + models, { headers: { visitor: 'ann' } })).status).toBe(503)
    expect(calls).toEqual([
      { visitor: 'ann', method: 'GET', path: '/v1/models', status: 503, durationMs: expect.any(Number) },
    ])
  })
})

describe('refuses', () => {
  it.each([
    {
      what: 'a path that is not in allow',
      path: '/v1/api-keys',
      status: 404,
      detail: /GET \/v1\/api-keys is not open/,
    },
    { what: 'a path outside the API', path: '/health', status: 404, detail: /not open/ },
    { what: 'an encoded slash', path: '/v1/video/a%2Fb', status: 404, detail: /not open/ },
    { what: 'dots that climb', path: '/v1/video/../api-keys', status: 404, detail: /not open/ },
    { what: 'encoded dots that climb', path: '/v1/video/%2e%2e/api-keys', status: 404, detail: /not open/ },
    { what: 'another method', path: '/v1/models', method: 'DELETE', status: 404, detail: /DELETE/ },
    { what: 'a page of another origin', path: '/v1/models', headers: { origin: 'https://evil.example' }, status: 403 },
    { what: 'an image of another site', path: '/v1/models', headers: { 'sec-fetch-site': 'cross-site' }, status: 403 },
    {
      what: 'a preflight of another origin',
      path: '/v1/models',
      method: 'OPTIONS',
      headers: { origin: 'null' },
      status: 403,
    },
  ])('$what', async ({ path, method = 'GET', headers = {}, status, detail = /./ }) => {
    await using api = await startTestServer({})
    const handler = createProxyHandler({
      authorize: () => 'somebody',
      allow: ['GET /v1/models', 'GET /v1/video/:id'],
      apiKey,
      baseUrl: api.url,
    })
    const answer = await handler(new Request(`https://app.example/api/mira${path}`, { method, headers }))
    expect(answer.status).toBe(status)
    expect((await answer.json()).detail).toMatch(detail)
    expect(api.requests).toEqual([])
  })

  it('who is not let in, in the owner’s own way where there is one', async () => {
    const options = { allow: everything, apiKey, baseUrl: 'http://127.0.0.1:9' }
    const request = new Request(`https://app.example${models}`)
    for (const nobody of [null, undefined]) {
      expect((await createProxyHandler({ ...options, authorize: () => nobody })(request)).status).toBe(401)
    }
    const own = await createProxyHandler({ ...options, authorize: async () => new Response('pay', { status: 402 }) })(
      request,
    )
    expect([own.status, await own.text()]).toEqual([402, 'pay'])
  })

  it('more calls than one visitor may make, and no one else’s', async () => {
    await using api = await startTestServer({ 'GET /v1/models': { json: {} } })
    await using app = await startHost(api.url, { limits: { requests: 2 } })
    const statuses = []
    for (const visitor of ['ann', 'ann', 'ann', 'bob']) {
      const answer = await fetch(app.url + models, { headers: { visitor } })
      statuses.push(answer.status)
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(statuses).toEqual([200, 200, 429, 200])
  })

  it('a body that is announced too large, or turns out to be', async () => {
    await using api = await startTestServer({ 'POST /v1/chat/completions': { json: {} } })
    await using app = await startHost(api.url, { maxBodyBytes: 1_000 })
    const url = `${app.url}/api/mira/v1/chat/completions`
    const announced = await fetch(url, { method: 'POST', body: 'x'.repeat(1_001) })
    expect(announced.status).toBe(413)
    const body = new Blob(['x'.repeat(100_000)]).stream()
    const streamed = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect([streamed.status, (await streamed.json()).detail]).toEqual([413, 'The body is larger than 1000 bytes'])
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1_000) })).status).toBe(200)
  })

  it.each([
    ['the API refuses the key', { status: 401, json: { detail: 'Invalid API key' } }],
    ['the API redirects', { redirect: 'https://elsewhere.example/' }],
    ['the connection breaks', { beforeHeaders: 'reset' as const }],
  ])('with 502 when %s', async (_what, reply) => {
    await using api = await startTestServer({ 'GET /v1/models': reply })
    await using app = await startHost(api.url)
    const answer = await fetch(app.url + models)
    expect(answer.status).toBe(502)
    expect((await answer.json()).detail).toMatch(/^The API /)
  })
})

it('lets pages of named origins call and read, and answers their preflight', async () => {
  await using api = await startTestServer({ 'GET /v1/models': { json: {} } })
  const origin = 'https://app.example'
  await using app = await startHost(api.url, { allowedOrigins: [origin] })
  const preflight = await fetch(app.url + models, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'GET' },
  })
  expect(preflight.status).toBe(204)
  const answer = await fetch(app.url + models, { headers: { origin } })
  for (const { headers } of [preflight, answer]) expect(headers.get('access-control-allow-origin')).toBe(origin)
  expect((await fetch(app.url + models)).headers.get('access-control-allow-origin')).toBeNull()
})

it('lets a page of a named origin send every header that is forwarded, and read every one that comes back', async () => {
  await using api = await startTestServer({ 'GET /v1/models': { json: {} } })
  await using app = await startHost(api.url, { allowedOrigins: ['https://app.example'] })
  const { headers } = await fetch(app.url + models, { method: 'OPTIONS', headers: { origin: 'https://app.example' } })
  const list = (name: string): string[] => headers.get(name)?.split(', ') ?? []
  expect(list('access-control-allow-headers')).toEqual(
    expect.arrayContaining(['content-type', 'idempotency-key', 'last-event-id', 'range', 'if-range', 'traceparent']),
  )
  expect(list('access-control-expose-headers')).toEqual(
    expect.arrayContaining(['location', 'retry-after', 'x-request-id', 'etag', 'content-range', 'x-ratelimit-reset']),
  )
  expect(headers.get('access-control-allow-credentials')).toBe('true')
})

it.each([
  [{}, 'no-cache, no-transform'],
  [{ 'cache-control': 'no-store' }, 'no-store, no-transform'],
  [{ 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' }, 'no-cache, no-transform'],
])('keeps other servers from buffering events that come with %o', async (headers, cacheControl) => {
  const reply = { text: 'data: 1\n\n', headers: { 'content-type': 'text/event-stream; charset=utf-8', ...headers } }
  await using api = await startTestServer({ 'POST /v1/chat/completions': reply })
  await using app = await startHost(api.url)
  const answer = await fetch(`${app.url}/api/mira/v1/chat/completions`, { method: 'POST', body: '{}' })
  expect(answer.headers.get('cache-control')).toBe(cacheControl)
  expect(answer.headers.get('x-accel-buffering')).toBe('no')
})

it('names the remedy when a server in front replaces the Host header', async () => {
  await using api = await startTestServer({ 'GET /v1/models': { json: {} } })
  await using app = await startHost(api.url)
  const refused = await fetch(app.url + models, { headers: { origin: 'https://app.example' } })
  expect(refused.status).toBe(403)
  expect((await refused.json()).detail).toMatch(/allowedOrigins.*Host/)
})

it('reads the key anew for each call when it is given as a function', async () => {
  await using api = await startTestServer({ 'GET /v1/models': { json: {} } })
  let count = 0
  await using app = await startHost(api.url, { apiKey: async () => `sk-mira-${++count}` })
  await fetch(app.url + models)
  await fetch(app.url + models)
  expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-mira-1', 'Bearer sk-mira-2'])
})

it.each([
  ['no endpoint', { allow: [] }, /allow names no endpoint/],
  ['an endpoint without a method', { allow: ['/v1/models' as never] }, /is not an endpoint/],
  ['an origin with a path', { allowedOrigins: ['https://a.example/x'] }, /is not an origin/],
  ['a limit of nothing', { limits: { requests: 0 } }, /limits.requests is 0/],
  ['a key with a space', { apiKey: 'sk mira' }, /apiKey/],
])('cannot be made with %s', (_what, options, message) => {
  expect(() => createProxyHandler({ authorize: () => 'a', allow: everything, apiKey, ...options })).toThrow(message)
})
