import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EngineUnavailableError } from '@mira/engine'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { generateApiKey } from './accounts/api-keys.ts'
import { startServer } from './start-server.ts'
import { startWordServer } from './test-support/start-word-server.test-support.ts'
import { createWordChatEngine } from './test-support/word-chat-engine.test-support.ts'

const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const hello = { model: 'mira', messages: [{ role: 'user', content: 'hello' }] }

it('says what it is and which engines are loaded', async () => {
  await using server = await startServer({ engines: { chat: async () => createWordChatEngine(), embeddings: null } })
  const health = async () => (await fetch(`${server.url}/health`)).json()
  expect(await health()).toMatchObject({
    status: 'ok',
    service: 'mira-api',
    engines: { chat: { state: 'idle' }, embeddings: { state: 'absent' } },
  })
  await fetch(`${server.url}/v1/models`)
  expect(await health()).toMatchObject({ engines: { chat: { state: 'ready', name: 'word-engine', kind: 'rules' } } })
  expect(await (await fetch(server.url)).json()).toMatchObject({ openapi: '/openapi.json' })
})

it('closes its port when a step after listening fails', async () => {
  const free = await startWordServer()
  const port = Number(new URL(free.url).port)
  await free.close({ graceMs: 0 })
  const failing = {
    port,
    get warmUp(): boolean {
      throw new Error('the last step fails')
    },
  }
  await expect(startServer(failing)).rejects.toThrow('the last step fails')
  await using server = await startWordServer({ port })
  expect(new URL(server.url).port).toBe(String(port))
})

it('starts while an engine is still loading, and tries a failed one again', async () => {
  const loads: string[] = []
  const load = async () => {
    loads.push('load')
    if (loads.length === 1) throw new Error('disk on fire')
    return createWordChatEngine()
  }
  await using server = await startServer({ engines: { chat: load, embeddings: null }, warmUp: true })
  const statuses = []
  for (let attempt = 1; attempt <= 2; attempt++) statuses.push((await fetch(`${server.url}/v1/models`)).status)
  // The warm-up was the first load; the first request may have shared it.
  expect(statuses.at(-1)).toBe(200)
  expect(loads).toHaveLength(2)
})

it('serves while an engine warms up, and creates it anew when that fails', async () => {
  let loads = 0
  let fail = (_error: Error) => {}
  const warmUp = () =>
    new Promise<void>((_resolve, reject) => {
      fail = reject
    })
  const load = async () => {
    loads += 1
    return { ...createWordChatEngine(), warmUp }
  }
  await using server = await startWordServer({ engines: { chat: load, embeddings: null }, warmUp: true })
  const state = async () => (await (await fetch(`${server.url}/health`)).json()).engines.chat.state
  expect((await fetch(`${server.url}/v1/models`)).status).toBe(200)
  expect((await server.post('/v1/chat/completions', hello)).status).toBe(200)
  expect(await state()).toBe('loading')
  fail(new Error('disk on fire'))
  await expect.poll(state).toBe('failed')
  expect((await server.post('/v1/chat/completions', hello)).status).toBe(200)
  expect([await state(), loads]).toEqual(['ready', 2])
})

it.each([
  { cause: new Error('disk on fire'), told: 'see the server log' },
  { cause: new EngineUnavailableError('node-llama-cpp is not installed'), told: 'node-llama-cpp is not installed' },
])('tells of an engine that cannot be loaded only what is fit to tell', async ({ cause, told }) => {
  await using server = await startWordServer({ engines: { chat: () => Promise.reject(cause) } })
  const answer = await server.post('/v1/chat/completions', hello)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await answer.json()).toMatchObject({ detail: `The chat engine could not be loaded: ${told}` })
})

it('answers 501 for a capability without an engine', async () => {
  await using server = await startWordServer({ engines: { chat: null } })
  const answer = await server.post('/v1/chat/completions', hello)
  expect([answer.status, await answer.json()]).toMatchObject([501, { detail: 'This server has no chat engine' }])
})

it('gives every answer an id of its own making, and keeps it out of caches', async () => {
  await using server = await startWordServer()
  const requests = ['/', '/nowhere', '/v1/models', '/openapi.json'].map((path) =>
    fetch(server.url + path, { headers: { 'x-request-id': 'mine' } }),
  )
  const answers = await Promise.all([...requests, server.post('/v1/chat/completions', hello)])
  const ids = answers.map(({ headers }) => headers.get('x-request-id'))
  for (const id of ids) expect(id).toMatch(uuidV4)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { headers } of answers) {
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

it('describes its endpoints in OpenAPI 3.1', async () => {
  await using server = await startWordServer()
  const document = await (await fetch(`${server.url}/openapi.json`)).json()
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/v1/chat/completions', '/v1/embeddings', '/v1/models', '/v1/responses']),
  )
  const body = document.components.schemas.ChatCompletionRequest
  expect(body.required).toEqual(['model', 'messages'])
  expect(body.properties.messages.maxItems).toBe(200)
})

it.each([
  { authorization: undefined, detail: 'API key required' },
  { authorization: 'Bearer ', detail: 'Invalid API key: expected "Authorization: Bearer" and a key' },
  { authorization: 'BearerKEY', detail: 'Invalid API key: expected "Authorization: Bearer" and a key' },
  { authorization: 'Bearer KEY KEY', detail: 'Invalid API key: expected "Authorization: Bearer" and a key' },
  { authorization: 'Basic KEY', detail: 'Invalid API key: expected "Authorization: Bearer" and a key' },
  { authorization: 'Bearer "KEY"', detail: 'Invalid API key: it is in quotation marks' },
  { authorization: 'Bearer sk-proj-0123456789abcdef', detail: 'Invalid API key: keys begin with sk-mira-' },
  { authorization: `Bearer ${generateApiKey()}`, detail: 'Invalid API key' },
  { authorization: 'Bearer sk-mira-YOUR_API_KEY', detail: 'Invalid API key' },
])('refuses $authorization with 401', async ({ authorization, detail }) => {
  await using server = await startWordServer()
  const headers = new Headers({ 'content-type': 'application/json' })
  if (authorization !== undefined) headers.set('authorization', authorization.replaceAll('KEY', server.apiKey))
  const init = { method: 'POST', headers, body: JSON.stringify(hello) }
  const answer = await fetch(`${server.url}/v1/chat/completions`, init)
  expect([answer.status, await answer.json()]).toMatchObject([401, { detail }])
})

it('lists models without a key, and serves its form of old', async () => {
  await using server = await startWordServer()
  const get = async (path: string) => (await fetch(server.url + path)).json()
  const list = await get('/v1/models')
  expect(list.data.map(({ id }: { id: string }) => id)).toEqual(['mira', 'mira-thinking', 'mira-embed'])
  expect(list.data[0]).toEqual({
    id: 'mira',
    object: 'model',
    created: 1_714_867_200,
    owned_by: 'vmira',
    context_window: 32_768,
    max_output_tokens: 4_096,
    engine: { name: 'word-engine', kind: 'rules', description: 'Answers in words of the question.' },
    aliases: expect.arrayContaining(['gpt-4o-mini']),
  })
  expect(await get('/v1/models/mira')).toEqual(list.data[0])
  expect(await get('/v1/models/gpt')).toMatchObject({ detail: 'Model "gpt" not found' })
  expect(await get('/api/v1/models')).toMatchObject({ default: 'mira', models: [{ id: 'mira' }, {}, {}] })
})

it('answers 404 for an unknown path and 405 with the methods for a known one', async () => {
  await using server = await startWordServer()
  const unknown = await fetch(`${server.url}/v2/models`)
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { detail: 'No such path: /v2/models' }])
  const wrong = await fetch(`${server.url}/v1/chat/completions`)
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
  expect(await wrong.json()).toMatchObject({ detail: 'GET is not allowed here; use POST' })
})

it('lets pages of allowed origins call it, and no others', async () => {
  await using server = await startWordServer({ allowedOrigins: ['https://app.example'] })
  const allowed = async (origin: string) => {
    const { headers } = await fetch(`${server.url}/v1/models`, { headers: { origin } })
    return headers.get('access-control-allow-origin')
  }
  expect(await allowed('https://app.example')).toBe('https://app.example')
  expect(await allowed('https://evil.example')).toBeNull()
})

it('lets pages of all origins call it over HTTP and WebSocket when * is allowed', async () => {
  await using server = await startWordServer({ allowedOrigins: ['*'] })
  const headers = { origin: 'https://any.example' }
  const { headers: answered } = await fetch(`${server.url}/v1/models`, { headers })
  expect(answered.get('access-control-allow-origin')).toBe('*')
  const preflight = await fetch(`${server.url}/v1/usage`, {
    method: 'OPTIONS',
    headers: { ...headers, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
  })
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization'])
  const status = await new Promise((resolve) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime`, { headers })
    socket.on('unexpected-response', (_, answer) => resolve(answer.resume().statusCode))
    socket.on('error', () => undefined)
  })
  // Not 403: what is missing is the key.
  expect(status).toBe(401)
})

it.each([
  {
    style: 'both',
    contentType: 'application/json',
    body: '{"detail":"API key required","error":{"message":"API key required","type":"authentication_error","param":null,"code":"invalid_api_key"}}',
  },
  { style: 'detail', contentType: 'application/json', body: '{"detail":"API key required"}' },
  {
    style: 'detail_json',
    contentType: 'application/json',
    body: JSON.stringify({
      detail: '{"error":"invalid_api_key","category":"authentication_error","message":"API key required"}',
    }),
  },
  {
    style: 'openai',
    contentType: 'application/json',
    body: '{"error":{"message":"API key required","type":"authentication_error","param":null,"code":"invalid_api_key"}}',
  },
  { style: 'text', contentType: 'text/plain; charset=utf-8', body: 'API key required' },
  { style: 'empty', contentType: null, body: '' },
  {
    style: 'html',
    contentType: 'text/html; charset=utf-8',
    body: '<html><head><title>401 API key required</title></head><body><h1>401 API key required</h1></body></html>',
  },
] as const)('writes errors in the form $style', async ({ style, contentType, body }) => {
  await using server = await startWordServer({ errorStyle: style })
  const answer = await fetch(`${server.url}/v1/chat/completions`, { method: 'POST' })
  expect(answer.status).toBe(401)
  expect(answer.headers.get('content-type')).toBe(contentType)
  expect(await answer.text()).toBe(body)
})

it('fails as planned, then serves', async () => {
  const faults = ({ attempt }: { attempt: number }) => {
    return attempt === 1 ? { status: 503, detail: 'Busy', retryAfterSeconds: 2 } : undefined
  }
  await using server = await startWordServer({ faults })
  const first = await server.post('/v1/chat/completions', hello)
  expect([first.status, first.headers.get('retry-after'), await first.json()]).toMatchObject([
    503,
    '2',
    { detail: 'Busy' },
  ])
  expect((await server.post('/v1/chat/completions', hello)).status).toBe(200)
})

it('makes a key at the first start only, and keeps neither it nor the hash key in the database', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mira-data-'))
  const first = await startServer({ dataDir, engines: { chat: createWordChatEngine() } })
  const { apiKey } = first
  await first.close()
  expect(apiKey).toMatch(/^sk-mira-[0-9a-f]{40}$/)
  expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600)
  const secret = await readFile(join(dataDir, 'secret'), 'utf8')
  for (const name of await readdir(dataDir)) {
    const bytes = await readFile(join(dataDir, name), 'latin1')
    expect(bytes).not.toContain(apiKey)
    if (name !== 'secret') expect(bytes).not.toContain(secret)
  }

  await using second = await startServer({ dataDir, engines: { chat: createWordChatEngine() } })
  expect(second.apiKey).toBeUndefined()
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(hello) }
  expect((await fetch(`${second.url}/v1/chat/completions`, init)).status).toBe(200)
  await rm(dataDir, { recursive: true })
})

it('accepts given keys only in the documented form', async () => {
  const apiKey = generateApiKey()
  await using server = await startWordServer({ apiKeys: [apiKey] })
  expect(server.apiKey).toBe(apiKey)
  expect((await server.post('/v1/chat/completions', hello)).status).toBe(200)
  await expect(startServer({ apiKeys: ['sk-mira-test'] })).rejects.toThrow(RangeError)
})

it('refuses a limit of nothing, and a port that is taken', async () => {
  await expect(startServer({ limits: { maxBodyBytes: 0 } })).rejects.toThrow('limits.maxBodyBytes is 0')
  await using server = await startServer()
  const port = Number(new URL(server.url).port)
  await expect(startServer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

it('lets a running request finish before it closes', async () => {
  const server = await startWordServer()
  const answer = await server.post('/v1/chat/completions', { ...hello, stream: true })
  const [text] = await Promise.all([answer.text(), server.close()])
  expect(text).toContain('[DONE]')
  await expect(fetch(server.url)).rejects.toThrow()
})

it('serves no further request on a connection kept alive once it closes', async () => {
  const server = await startWordServer()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const get = () =>
    new Promise<string | undefined>((resolve, reject) => {
      const request = httpRequest(`${server.url}/health`, { agent }, (response) => {
        response.resume().once('end', () => resolve(response.headers.connection))
      })
      request.once('error', reject).end()
    })
  expect(await get()).toBe('keep-alive')
  // The agent sends the second request on the same connection as soon as the first one completes.
  const [first, second] = [get(), get()]
  await first
  const closed = server.close({ graceMs: 60_000 })
  const outcome = await second.catch(() => 'close')
  expect(outcome).toBe('close')
  await closed
  agent.destroy()
})

it('aborts a request that outlasts the grace period, and its engine', async () => {
  const server = await startWordServer()
  const messages = [{ role: 'user', content: 'please wait here' }]
  const answer = await server.post('/v1/chat/completions', { model: 'mira', messages, stream: true })
  const reading = answer.text()
  await Promise.all([server.close({ graceMs: 20 }), expect(reading).rejects.toThrow()])
  expect(await server.chat.aborted[0]).toMatchObject({ name: 'AbortError' })
})

it('holds no connection that idles when it closes', async () => {
  const server = await startServer()
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  const ended = new Promise((resolve) => socket.once('close', resolve))
  await server.close({ graceMs: 10 })
  await ended
})
