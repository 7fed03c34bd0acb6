import { request as sendRequest } from 'node:http'
import { createClient } from '@mira/core'
import { startTestServer, type TestServer } from '@mira/test-server'
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createDirectory } from '../mcp.test-support.ts'
import type { McpHttpOptions } from './http-options.ts'
import { type RunningMcpServer, serveHttp } from './serve-http.ts'

const token = 'a-token-of-this-test'
const accept = 'application/json, text/event-stream'
const modes = ['legacy', 'auto'] as const
const answer = {
  json: { choices: [{ index: 0, message: { role: 'assistant', content: '42' }, finish_reason: 'stop' }] },
}

async function serve(
  api: Pick<TestServer, 'url'> | undefined,
  options: McpHttpOptions = {},
): Promise<RunningMcpServer> {
  const client = createClient({ baseUrl: api?.url ?? 'http://127.0.0.1:9', apiKey: 'sk-mira-secret', retry: false })
  return serveHttp(client, { port: 0, ...options })
}

async function connect(
  url: string,
  mode: (typeof modes)[number],
  headers: Record<string, string> = {},
): Promise<Client> {
  const options: ClientOptions = { versionNegotiation: { mode } }
  const host = new Client({ name: 'test', version: '1' }, options)
  await host.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
  return host
}

/** Sends a request with any headers, which `fetch` does not allow. */
function send(url: string, headers: Record<string, string>, method = 'POST'): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = sendRequest(url, { method, headers: { 'content-type': 'application/json', accept, ...headers } })
    request.on('response', (response) => resolve(response.resume().statusCode!)).on('error', reject)
    request.end(method === 'POST' ? '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' : undefined)
  })
}

/** Opens a session as a client with an older version of the protocol does, without its other requests. Returns its id. */
async function openSession(url: string): Promise<string> {
  const clientInfo = { name: 'test', version: '1' }
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }
  const response = await post(url, { jsonrpc: '2.0', id: 1, method: 'initialize', params })
  await response.text()
  return response.headers.get('mcp-session-id') ?? ''
}

/** Lists the tools in a session. Returns the status. */
async function useSession(url: string, session: string): Promise<number> {
  const response = await post(url, { jsonrpc: '2.0', id: 2, method: 'tools/list' }, { 'mcp-session-id': session })
  await response.text()
  return response.status
}

function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', accept, ...headers }
  return fetch(url, { method: 'POST', headers: all, body: JSON.stringify(body) })
}

describe.each(modes)('a client in mode %s', (mode) => {
  it('calls tools', async () => {
    await using api = await startTestServer({ 'POST /v1/chat/completions': answer })
    await using server = await serve(api)
    const host = await connect(server.url, mode)
    expect((await host.listTools()).tools).toHaveLength(13)
    const { structuredContent } = await host.callTool({ name: 'chat', arguments: { message: '6 * 7?' } })
    expect(structuredContent).toMatchObject({ text: '42' })
    await host.close()
  })

  it('cancels a call, which closes the connection to the API', async () => {
    await using api = await startTestServer({ 'POST /v1/chat/completions': { beforeHeaders: 'stall' } })
    await using server = await serve(api)
    const host = await connect(server.url, mode)
    const cancel = new AbortController()
    const call = host.callTool({ name: 'chat', arguments: { message: 'Hi' } }, { signal: cancel.signal })
    await api.nextRequest()
    cancel.abort()
    await expect(call).rejects.toThrow()
    await api.waitForClose()
    await host.close()
  })

  it('cancels the job of a call, and receives its progress', async () => {
    await using api = await startTestServer({
      'POST /v1/audio/music': { status: 202, json: { id: 'j1', status: 'queued' } },
      'GET /v1/audio/music/j1': { json: { id: 'j1', status: 'running', progress: 0.5 } },
      'POST /v1/audio/music/j1/cancel': { json: {} },
    })
    await using server = await serve(api)
    const host = await connect(server.url, mode)
    const cancel = new AbortController()
    const call = host.callTool(
      { name: 'generate_music', arguments: { prompt: 'Rain' } },
      { signal: cancel.signal, onprogress: ({ progress }) => progress > 49 && cancel.abort() },
    )
    await expect(call).rejects.toThrow()
    await expect
      .poll(() => api.requests.map(({ method, path }) => `${method} ${path}`))
      .toContain('POST /v1/audio/music/j1/cancel')
    await host.close()
  })

  it('needs the token', async () => {
    await using api = await startTestServer({ 'POST /v1/chat/completions': answer })
    await using server = await serve(api, { token })
    await expect(connect(server.url, mode)).rejects.toThrow()
    await expect(connect(server.url, mode, { authorization: 'Bearer another-token' })).rejects.toThrow()
    const host = await connect(server.url, mode, { authorization: `Bearer ${token}` })
    expect((await host.callTool({ name: 'chat', arguments: { message: 'Hi' } })).isError).toBeUndefined()
    await host.close()
  })

  it('shares the results of the process', async () => {
    await using directory = await createDirectory()
    await using api = await startTestServer({
      'POST /v1/audio/speech': { bytes: Buffer.from('ID3 audio'), headers: { 'content-type': 'audio/mpeg' } },
    })
    await using server = await serve(api, { outputDirectory: directory.path })
    const [one, other] = [await connect(server.url, mode), await connect(server.url, mode)]
    await one.callTool({ name: 'generate_speech', arguments: { input: 'Доброе утро' } })
    const { resources } = await other.listResources()
    expect(resources).toMatchObject([{ name: 'Доброе-утро.mp3', mimeType: 'audio/mpeg', size: 9 }])
    const { contents } = await other.readResource({ uri: resources[0]!.uri })
    expect(contents).toMatchObject([{ mimeType: 'audio/mpeg', blob: Buffer.from('ID3 audio').toString('base64') }])
    await one.close()
    await other.close()
  })
})

describe('a request', () => {
  it.each([
    ['of this machine', {}, 400],
    ['by another name of it', { host: 'localhost:1' }, 400],
    ['by a name that resolves to it', { host: 'evil.example' }, 403],
    ['by an allowed name', { host: 'mcp.example.com' }, 400],
    ['of a page', { origin: 'https://evil.example' }, 403],
    ['of a page of this machine', { origin: 'http://localhost:3000' }, 403],
    ['of a sandboxed page', { origin: 'null' }, 403],
    ['of an allowed page', { origin: 'https://app.example.com' }, 400],
    ['of a page with an allowed prefix', { origin: 'https://app.example.com.evil.example' }, 403],
  ] as const)('%s with %j has status %i', async (_, headers, status) => {
    await using server = await serve(undefined, {
      allowedHosts: ['mcp.example.com'],
      allowedOrigins: ['https://app.example.com'],
    })
    expect(await send(server.url, { ...headers })).toBe(status)
  })

  it('to another path has status 404', async () => {
    await using server = await serve(undefined)
    expect(await send(new URL('/', server.url).href, {})).toBe(404)
  })

  it('of an allowed page passes the preflight without a token', async () => {
    await using server = await serve(undefined, { token, allowedOrigins: ['https://app.example.com'] })
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' }
    const response = await fetch(server.url, { method: 'OPTIONS', headers })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, headers.origin])
    expect(await send(server.url, { origin: headers.origin })).toBe(401)
  })

  it('that is too large has status 413', async () => {
    await using server = await serve(undefined, { maxInputBytes: 1_000 })
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { x: 'x'.repeat(100_000) } })
    const headers = { 'content-type': 'application/json', accept }
    expect((await fetch(server.url, { method: 'POST', headers, body })).status).toBe(413)
  })
})

describe('sessions', () => {
  it('are bounded: a new one ends the one that was unused longest, whatever the clock shows', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    await using server = await serve(undefined, { maxSessions: 2 })
    const [first, second] = [await openSession(server.url), await openSession(server.url)]
    expect(await useSession(server.url, first)).toBe(200)
    const third = await openSession(server.url)
    const statuses = [first, second, third].map((session) => useSession(server.url, session))
    expect(await Promise.all(statuses)).toEqual([200, 404, 200])
  })

  it('with running calls are kept, and a new one is refused', async () => {
    await using api = await startTestServer({ 'POST /v1/chat/completions': { beforeHeaders: 'stall' } })
    const server = await serve(api, { maxSessions: 1 })
    const host = await connect(server.url, 'legacy')
    const call = host.callTool({ name: 'chat', arguments: { message: 'Hi' } }).catch((error) => error)
    await api.nextRequest()
    await expect(connect(server.url, 'legacy')).rejects.toThrow()
    await server.close()
    await api.waitForClose()
    await host.close()
    expect(await call).toBeInstanceOf(Error)
  })
})

describe('options', () => {
  it.each([
    [{ host: '0.0.0.0' }, 'token'],
    [{ host: '192.168.0.1' }, 'token'],
    [{ host: '::' }, 'token'],
    [{ token: 'short' }, '16 characters'],
    [{ allowedOrigins: ['app.example.com'] }, 'allowedOrigins'],
    [{ allowedOrigins: ['https://app.example.com/'] }, 'allowedOrigins'],
    [{ port: 70_000 }, 'port'],
    [{ maxSessions: 0 }, 'maxSessions'],
    [{ prot: 1 }, 'prot'],
    [{ tools: ['draw'] }, 'draw'],
    [{ roots: [''] }, 'roots'],
    [{ waitSeconds: 1.5 }, 'waitSeconds'],
  ])('%j are refused', async (options, words) => {
    await expect(serve(undefined, options as McpHttpOptions)).rejects.toThrow(words)
  })
})
