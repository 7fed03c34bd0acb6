import { inspect } from 'node:util'
import { startTestServer } from '@mira/test-server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { billed } from './billed.ts'
import type { RequestOptions } from './call-state.ts'
import { createClient } from './client.ts'
import { callThing, failureOf, rejectionOf, transports } from './pipeline.test-support.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

const key = `sk-mira-${'0123456789abcdef'.repeat(3).slice(0, 40)}`

describe('the base URL', () => {
  it.each([
    { baseUrl: 'http://mira.test', url: 'http://mira.test/v1/thing' },
    { baseUrl: 'http://mira.test/', url: 'http://mira.test/v1/thing' },
    { baseUrl: 'http://mira.test/v1', url: 'http://mira.test/v1/thing' },
    { baseUrl: 'http://mira.test/v1/', url: 'http://mira.test/v1/thing' },
    { baseUrl: 'http://mira.test//', url: 'http://mira.test/v1/thing' },
    { baseUrl: '  http://mira.test/v1 ', url: 'http://mira.test/v1/thing' },
    { baseUrl: 'http://mira.test:8080/v1', url: 'http://mira.test:8080/v1/thing' },
    { baseUrl: 'http://mira.test/gateway/mira/v1', url: 'http://mira.test/gateway/mira/v1/thing' },
    { baseUrl: 'http://mira.test/gateway', url: 'http://mira.test/gateway/v1/thing' },
    { baseUrl: 'http://mira.test/v10', url: 'http://mira.test/v10/v1/thing' },
    { baseUrl: 'http://[::1]:9000', url: 'http://[::1]:9000/v1/thing' },
    { baseUrl: 'HTTP://Mira.TEST/v1', url: 'http://mira.test/v1/thing' },
    { baseUrl: 'http://mira.test:80', url: 'http://mira.test/v1/thing' },
    { baseUrl: 'http://bücher.test', url: 'http://xn--bcher-kva.test/v1/thing' },
  ])('$baseUrl leads to $url, with the key', async ({ baseUrl, url }) => {
    const fetch = createScriptedFetch({ [`GET ${new URL(url).pathname}`]: { json: {} } })
    await callThing(createClient({ baseUrl, fetch, apiKey: key }))
    expect(new URL(fetch.requests[0]!.url).href).toBe(url)
    expect(fetch.requests[0]!.headers.authorization).toBe(`Bearer ${key}`)
  })

  it.each([
    '',
    ' ',
    'mira.test',
    'localhost:8080',
    '//mira.test',
    'ftp://mira.test',
    'ws://mira.test',
    'file:///v1',
    'http://',
    'http://user@mira.test',
    'http://user:pass@mira.test',
    'http://mira.test?x=1',
    'http://mira.test/v1?x=1',
    'http://mira.test#x',
    'http://mira.test/?',
    'http://mira.test/#',
  ])('%j is refused at once', (baseUrl) => {
    expect(() => createClient({ baseUrl })).toThrow(TypeError)
  })

  it.each([
    { baseUrl: '/api/mira', url: 'https://page.test/api/mira/v1/thing' },
    { baseUrl: '/api/mira/v1/', url: 'https://page.test/api/mira/v1/thing' },
    { baseUrl: '/', url: 'https://page.test/v1/thing' },
    { baseUrl: '/v1', url: 'https://page.test/v1/thing' },
  ])('$baseUrl is a path on the page’s own origin', async ({ baseUrl, url }) => {
    vi.stubGlobal('location', { origin: 'https://page.test' })
    const fetch = createScriptedFetch({ [`GET ${new URL(url).pathname}`]: { json: {} } })
    await callThing(createClient({ baseUrl, fetch }))
    expect(fetch.requests.map((request) => request.url)).toEqual([url])
  })

  it('is a path that needs a page with an origin', () => {
    vi.stubGlobal('location', { origin: 'null' })
    expect(() => createClient({ baseUrl: '/api/mira' })).toThrow(/web page/)
  })

  it.each(['/api/mira', '/'])('%j outside a page is a client that cannot call, and keeps its key', async (baseUrl) => {
    const fetch = createScriptedFetch({})
    const client = createClient({ baseUrl, apiKey: key, fetch })
    await expect(callThing(client)).rejects.toThrow(/in a web page/)
    expect(fetch.requests).toEqual([])
    expect(JSON.parse(JSON.stringify(client))).toEqual({ baseUrl: '', model: 'mira' })
  })

  it('never shows a password in the refusal', () => {
    expect(() => createClient({ baseUrl: 'http://user:hunter2@mira.test' })).toThrow(
      expect.not.stringContaining('hunter2'),
    )
  })
})

describe('the environment', () => {
  it('gives key, base URL and model', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: {} } })
    vi.stubEnv('MIRA_API_KEY', key)
    vi.stubEnv('MIRA_BASE_URL', `${server.url}/v1`)
    vi.stubEnv('MIRA_MODEL', 'mira-thinking')
    const client = createClient()
    await callThing(client)
    expect(client).toMatchObject({ baseUrl: server.url, model: 'mira-thinking' })
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`)
  })

  it('gives way to options, and to the defaults where it is empty', () => {
    vi.stubEnv('MIRA_BASE_URL', 'http://env.test')
    vi.stubEnv('MIRA_MODEL', ' ')
    expect(createClient({ baseUrl: 'http://option.test', model: 'mira-max' })).toMatchObject({
      baseUrl: 'http://option.test',
      model: 'mira-max',
    })
    vi.stubEnv('MIRA_BASE_URL', '')
    expect(createClient()).toMatchObject({ baseUrl: 'https://api.vmira.ai', model: 'mira' })
  })

  it('may be missing altogether, or refuse', () => {
    vi.stubGlobal('process', undefined)
    expect(createClient().model).toBe('mira')
    const env = {
      get: () => {
        throw new Error('NotCapable')
      },
    }
    vi.stubGlobal('Deno', { env })
    expect(createClient().model).toBe('mira')
    vi.stubGlobal('Deno', { env: { get: (name: string) => (name === 'MIRA_MODEL' ? 'from-deno' : undefined) } })
    expect(createClient().model).toBe('from-deno')
  })
})

describe.each(transports)('a request over $transport', ({ fetch }) => {
  it('carries key, headers and query; those of the call win', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: {} } })
    const client = createClient({
      baseUrl: server.url,
      fetch,
      apiKey: key,
      headers: { 'X-One': '1', 'x-two': 'client' },
    })
    const query = { a: 1, b: 'x&y=z ü', c: true, d: undefined, e: '' }
    await callThing(client, { headers: { 'X-TWO': 'call', 'x-three': 'é' } }, { query })
    const { headers, query: sent } = server.requests[0]!
    expect(headers).toMatchObject({
      authorization: `Bearer ${key}`,
      accept: 'application/json',
      'x-one': '1',
      'x-two': 'call',
      'x-three': 'é',
    })
    expect(Object.fromEntries(sent)).toEqual({ a: '1', b: 'x&y=z ü', c: 'true', e: '' })
    expect(headers['content-type']).toBeUndefined()
    expect(headers['idempotency-key']).toBeUndefined()
  })

  it('adds its query to one that the path already has', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: {} } })
    const client = createClient({ baseUrl: server.url, fetch })
    await callThing(client, {}, { path: '/v1/thing?a=1', query: { b: 2 } })
    await callThing(client, {}, { path: '/v1/thing', query: { b: undefined } })
    expect(server.requests.map(({ query }) => query.toString())).toEqual(['a=1&b=2', ''])
  })

  it('without a key goes out unauthenticated', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: {} } })
    await callThing(createClient({ baseUrl: server.url, fetch }))
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })

  it('asks an apiKey function anew for each attempt', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': [{ status: 503 }, { json: {} }] })
    let count = 0
    const apiKey = async (): Promise<string> => `key-${++count}`
    await callThing(createClient({ baseUrl: server.url, fetch, apiKey, retry: { baseDelayMs: 1 } }))
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer key-1', 'Bearer key-2'])
  })

  it('sends JSON, and the method asked for', async () => {
    await using server = await startTestServer({
      'POST /v1/thing': { json: {} },
      'DELETE /v1/thing': { json: {} },
      'PUT /v1/thing': { json: {} },
    })
    const client = createClient({ baseUrl: server.url, fetch })
    await callThing(client, {}, { json: { text: 'ü', none: undefined } })
    await callThing(client, {}, { method: 'DELETE' })
    await callThing(client, {}, { method: 'PUT', json: null })
    expect(server.requests.map((request) => [request.method, request.text()])).toEqual([
      ['POST', '{"text":"ü"}'],
      ['DELETE', ''],
      ['PUT', 'null'],
    ])
    expect(server.requests.map(({ headers }) => headers['content-type'])).toEqual([
      'application/json',
      undefined,
      'application/json',
    ])
  })

  it('keeps credentials and headers of the client from another origin', async () => {
    await using own = await startTestServer({})
    await using other = await startTestServer({ 'GET /file': { json: {} } })
    const client = createClient({
      baseUrl: own.url,
      fetch,
      apiKey: key,
      headers: { cookie: 'session=1', 'x-api-key': 'secret' },
    })
    await callThing(client, {}, { path: `${other.url}/file` })
    const sent = JSON.stringify(other.requests[0]?.headers)
    for (const secret of [key, 'session=1', 'secret']) expect(sent).not.toContain(secret)
  })

  it.each([
    'http://127.0.0.1.mira.test/x',
    'http://mira.test.evil.test/v1',
    'http://mira.test@evil.test/v1',
    'http://mira.test:81/v1',
    'https://mira.test/v1',
  ])('knows that %s is not its origin', async (url) => {
    const scripted = createScriptedFetch({})
    const client = createClient({ baseUrl: 'http://mira.test', fetch: scripted, apiKey: key, retry: false })
    await failureOf(callThing(client, {}, { path: url }))
    expect(JSON.stringify(scripted.requests)).not.toContain(key)
  })
})

describe('headers that cannot be sent', () => {
  it.each<Record<string, string>>([
    { 'x-a': 'b\r\nx-evil: 1' },
    { 'x-a': 'b\nc' },
    { 'x-a': 'b\0c' },
    { 'x-a\r\nx-evil': '1' },
    { 'x a': '1' },
    { '': '1' },
    { 'x:a': '1' },
    { 'x-a': '漢' },
  ])('%j is a TypeError at once, of the client or of the call', async (headers) => {
    const fetch = createScriptedFetch({ 'GET /v1/thing': { json: {} } })
    expect(() => createClient({ headers })).toThrow(TypeError)
    const client = createClient({ baseUrl: 'http://mira.test', fetch })
    expect(await rejectionOf(callThing(client, { headers }))).toBeInstanceOf(TypeError)
    expect(fetch.requests).toEqual([])
  })
})

describe('settings that cannot work', () => {
  it.each([
    { apiKey: '' },
    { apiKey: 'two words' },
    { apiKey: 'key\n' },
    { apiKey: 'ключ' },
    { apiKey: 5 },
    { timeout: 0 },
    { timeout: -1 },
    { timeout: Number.NaN },
    { timeout: '5' },
    { retry: true },
    { retry: '3' },
    { baseURL: 'http://127.0.0.1:9' },
    { maxRetries: 3 },
    { hooks: { onError: () => undefined } },
    { retry: { attempts: 3 } },
    { timeout: { headers: 5 } },
    { timeout: { idle: 0 } },
    { limits: { maxJsonBytes: -1 } },
    { limits: { maxJsonBytes: Number.NaN } },
    { limits: { maxBytes: 5 } },
  ])('%j is refused with a TypeError or RangeError', (options) => {
    let thrown: unknown
    try {
      createClient(options as object)
    } catch (error) {
      thrown = error
    }
    expect(thrown instanceof TypeError || thrown instanceof RangeError).toBe(true)
  })

  it('a refused key is not repeated', () => {
    expect(() => createClient({ apiKey: 'sk-mira-secret key' })).toThrow(expect.not.stringContaining('secret'))
  })

  it.each([
    { timeout: { total: undefined, idle: undefined } },
    { limits: { maxJsonBytes: undefined } },
    { timeout: undefined, limits: undefined, headers: undefined },
    { timeout: null, limits: null, headers: null, retry: null, hooks: null, middleware: null, clock: null },
    { timeout: { total: null }, retry: { maxRetries: null }, limits: { maxJsonBytes: null }, baseURL: undefined },
  ])('%j is the same as the default', async (options) => {
    const fetch = createScriptedFetch({ 'GET /v1/thing': { json: { ok: true }, delayMs: 5 } })
    const client = createClient({ baseUrl: 'http://mira.test', fetch, ...(options as object) })
    const { timeout, retry, headers } = options as RequestOptions
    const call = { timeout, retry, headers, signal: null, idempotencyKey: null }
    expect(await callThing(client, call)).toEqual({ ok: true })
  })

  it.each([{ maxRetries: 3 }, { timeoutMs: 5 }, { timeout: { connect: 5 } }, { retry: { attempts: 1 } }])(
    'the call option %j is refused, and names the known ones',
    async (options) => {
      const fetch = createScriptedFetch({ 'GET /v1/thing': { json: {} } })
      const call = callThing(createClient({ baseUrl: 'http://mira.test', fetch }), options as object)
      expect(await rejectionOf(call)).toMatchObject({ name: 'TypeError', message: expect.stringContaining('; use ') })
      expect(fetch.requests).toEqual([])
    },
  )

  it.each([
    { options: { baseURL: 'http://mira.test' }, message: /^baseURL is unknown; use the names in ClientOptions/ },
    { options: { hooks: { onStart: () => {} } }, message: /^onStart is unknown; use the names in Hooks/ },
    {
      options: { timeout: { connect: 5 } },
      message: /^timeout\.connect is unknown; use total, attempt, firstEvent, idle/,
    },
    { options: { timeout: false }, message: /^timeout\.total must be a number/ },
    { options: { timeout: '5' }, message: /^timeout\.total must be a number/ },
    { options: { retry: true }, message: /^retry\.maxRetries must be a number/ },
    { options: { limits: { constructor: 5 } }, message: /^limits\.constructor is unknown/ },
    { options: { apiKey: 5 }, message: /^apiKey must be the key alone/ },
    { options: { apiKey: '' }, message: /^apiKey must be the key alone/ },
  ])('$options: the message names the option and the remedy', ({ options, message }) => {
    expect(() => createClient(options as object)).toThrow(message)
  })

  it.each([
    { variable: 'MIRA_API_KEY', value: 'two words', says: 'MIRA_API_KEY must be the key alone' },
    { variable: 'MIRA_BASE_URL', value: '127.0.0.1:8787', says: 'MIRA_BASE_URL must be an http(s) URL' },
  ])('an invalid $variable is named', ({ variable, value, says }) => {
    vi.stubEnv(variable, value)
    try {
      expect(() => createClient()).toThrow(says)
    } finally {
      vi.unstubAllEnvs()
    }
  })

  it.each([undefined, null, {}, { messages: [] }])('%j is not a client', async (client) => {
    expect(await rejectionOf(callThing(client as never))).toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('createClient'),
    })
  })

  it.each([5, 'signal', {}])('signal: %j is a TypeError', async (signal) => {
    expect(await rejectionOf(callThing(createClient(), { signal: signal as unknown as AbortSignal }))).toBeInstanceOf(
      TypeError,
    )
  })
})

describe('a client that is looked at', () => {
  it('does not show its key', () => {
    const client = createClient({ apiKey: key, headers: { authorization: `Bearer ${key}x` } }).extend(() => ({
      chat: { create: () => 1 },
    }))
    for (const text of [
      inspect(client, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
      JSON.stringify(client),
      String(client),
    ]) {
      expect(text).not.toContain(key)
    }
    expect(JSON.parse(JSON.stringify(client))).toEqual({ baseUrl: 'https://api.vmira.ai', model: 'mira' })
    expect(Object.keys(structuredClone({ ...client, chat: 0 }))).toEqual(['chat'])
  })
})

describe('extend', () => {
  it('adds members, keeps the earlier client as it was, and shares settings', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/thing': { json: { ok: true } } })
    const base = createClient({ baseUrl: 'http://mira.test', fetch, model: 'm' })
    const one = base.extend((client) => ({ things: { get: () => callThing(client) } }))
    const two = one.extend((client) => ({ other: { model: client.model } }))
    expect(await two.things.get()).toEqual({ ok: true })
    expect(two.other).toEqual({ model: 'm' })
    expect(two.baseUrl).toBe('http://mira.test')
    expect('things' in base).toBe(false)
    expect('other' in one).toBe(false)
  })

  it.each(['chat', 'extend', 'baseUrl', 'model', 'toJSON', 'constructor', 'toString'])(
    'refuses a second %s',
    (name) => {
      const client = createClient().extend(() => ({ chat: 1 }))
      expect(() => client.extend(() => ({ [name]: 2 }))).toThrow(new RegExp(`already has a member "${name}"`))
    },
  )
})

describe('a web page', () => {
  const page = (): void => {
    vi.stubGlobal('window', globalThis)
    vi.stubGlobal('document', {})
    vi.stubGlobal('location', { origin: 'https://page.test' })
  }

  it('refuses a key, and points to the proxy', () => {
    page()
    expect(() => createClient({ apiKey: key })).toThrow(/@mira\/proxy/)
    expect(() => createClient({ apiKey: () => key })).toThrow(/dangerouslyAllowBrowser/)
    expect(() => createClient({ apiKey: key, dangerouslyAllowBrowser: true })).not.toThrow()
    expect(() => createClient({ baseUrl: '/api/mira' })).not.toThrow()
  })

  it('refuses a key in its workers too', () => {
    const isScope = { value: (candidate: unknown) => candidate === globalThis }
    vi.stubGlobal(
      'WorkerGlobalScope',
      Object.defineProperty(() => {}, Symbol.hasInstance, isScope),
    )
    expect(() => createClient({ apiKey: key })).toThrow(/@mira\/proxy/)
    vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' })
    expect(() => createClient({ apiKey: key })).not.toThrow()
  })

  it('sends no idempotency key of its own to another origin, but does to its own', async () => {
    page()
    const fetch = createScriptedFetch({ 'POST /v1/thing': { json: {} } })
    for (const baseUrl of ['https://mira.test', '/']) {
      await callThing(createClient({ baseUrl, fetch }), {}, { json: {}, billing: billed })
    }
    expect(fetch.requests.map(({ headers }) => typeof headers['idempotency-key'])).toEqual(['undefined', 'string'])
  })

  it('without a secure context bills all the same', async () => {
    page()
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const fetch = createScriptedFetch({ 'POST /v1/thing': { json: { ok: true } } })
    expect(await callThing(createClient({ baseUrl: '/', fetch }), {}, { json: {}, billing: billed })).toEqual({
      ok: true,
    })
  })
})
