import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, request as requestHttp } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { createPlayground } from './create-playground.ts'
import { isSentLocally } from './local-caller.ts'

const apiKey = 'sk-mira-00000000000000000000000000000000000000dd'
const html = 'text/html,application/xhtml+xml,*/*;q=0.8'

/** Starts a server that answers with what it has received, behind the page. */
async function startBehindPage() {
  const playground = createPlayground({ apiKey })
  const server = createServer((request, response) => {
    if (playground.handle(request, response)) return
    const { url, headers } = request
    const engines = { chat: { state: 'ready' } }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ server: url, authorization: headers.authorization, cookie: headers.cookie, engines }))
  })
  server.on('upgrade', (request, socket, head) => {
    if (!playground.upgrade(request, socket, head)) socket.end('HTTP/1.1 404 Of the server\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    /** Sends a request with exactly these headers, the forbidden ones of `fetch` included. */
    async get(path: string, headers: IncomingHttpHeaders = {}, method = 'GET') {
      const request = requestHttp({ port, host: '127.0.0.1', path, method, headers: { ...headers } })
      request.end()
      return new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }>(
        (resolve, reject) => {
          request.on('error', reject)
          const onHead = async (
            response: Parameters<typeof text>[0] & { statusCode?: number | undefined; headers: IncomingHttpHeaders },
          ) => resolve({ status: response.statusCode, headers: response.headers, body: await text(response) })
          request.on('response', onHead)
        },
      )
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

it('serves the page for every screen, and its files', async () => {
  await using server = await startBehindPage()
  const page = await server.get('/', { accept: html })
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8', vary: 'accept' } })
  for (const screen of readScreens()) expect((await server.get(`/${screen}`, { accept: html })).body).toBe(page.body)
  const files = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!)
  expect(files.length).toBeGreaterThan(2)
  for (const path of files) {
    const file = await server.get(path)
    expect([path, file.status]).toEqual([path, 200])
    expect(file.headers['content-type']).toMatch(/^(?:text\/(?:css|javascript); charset=utf-8|image\/svg\+xml)$/)
    expect(file.headers['cache-control']).toBe(path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache')
    expect(Number(file.headers['content-length'])).toBe(Buffer.byteLength(file.body))
    const { body, headers } = await server.get(path, {}, 'HEAD')
    expect([body, headers['content-length']]).toEqual(['', file.headers['content-length']])
  }
})

it('serves images as images: browsers show them as nothing else', async () => {
  await using server = await startBehindPage()
  const assets = readdirSync(resolve(import.meta.dirname, '../../dist/page/assets'))
  const images = assets.filter((name) => /\.(?:jpg|png)$/.test(name))
  expect(images.length).toBeGreaterThan(0)
  for (const name of images) {
    const { headers } = await server.get(`/assets/${name}`, {}, 'HEAD')
    expect(headers['content-type']).toBe(name.endsWith('.jpg') ? 'image/jpeg' : 'image/png')
  }
})

it('allows only scripts and resources of its own origin, in no frame', async () => {
  await using server = await startBehindPage()
  const { headers, body } = await server.get('/chat', { accept: html })
  const policy = headers['content-security-policy'] as string
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining(["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]),
  )
  expect(policy).not.toMatch(/script-src|unsafe-eval|https?:/)
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  expect(body).not.toMatch(/<script(?![^>]* src=)|sk-mira-/)
})

it.each([
  { name: 'the index of the server', path: '/', headers: { accept: 'application/json' } },
  { name: 'the API of the server', path: '/v1/models', headers: { accept: html } },
  { name: 'the description of the API', path: '/openapi.json', headers: { accept: html } },
  { name: 'another method', path: '/', headers: { accept: html }, method: 'POST' },
  { name: 'a path that leaves the folder', path: '/assets/../../package.json' },
  { name: 'an encoded path that leaves the folder', path: '/assets/..%2f..%2f../package.json' },
  {
    name: 'a name of another site that points to this machine',
    path: '/',
    headers: { accept: html, host: 'evil.example' },
  },
  { name: 'a request through a proxy', path: '/', headers: { accept: html, 'x-forwarded-for': '198.51.100.7' } },
  { name: 'an API request through a proxy', path: '/api/mira/v1/models', headers: { forwarded: 'for=198.51.100.7' } },
])('leaves $name to the server', async ({ path, headers = {}, method = 'GET' }) => {
  await using server = await startBehindPage()
  const { status, body } = await server.get(path, headers, method)
  expect(status).toBe(200)
  expect(JSON.parse(body)).toMatchObject({ server: path })
  expect(body).not.toContain(apiKey)
})

it('passes API requests on with the key, and without the credentials of the page', async () => {
  await using server = await startBehindPage()
  const headers = { origin: server.origin, cookie: 'a=1', authorization: 'Bearer other' }
  const answer = await server.get('/api/mira/v1/models?x=1', headers)
  expect(JSON.parse(answer.body)).toMatchObject({ server: '/v1/models?x=1', authorization: `Bearer ${apiKey}` })
  expect(answer.body).not.toContain('cookie')
  expect(answer.headers['content-security-policy']).toBe("default-src 'none'; sandbox")
  expect(JSON.parse((await server.get('/engines')).body)).toEqual({ chat: { state: 'ready' } })
})

it.each([
  { name: 'a page of another origin', headers: { origin: 'https://evil.example' }, status: 403 },
  { name: 'a page of another port', headers: { origin: 'http://127.0.0.1:1' }, status: 403 },
  { name: 'a sandboxed page', headers: { origin: 'null' }, status: 403 },
  { name: 'an image of another site', headers: { 'sec-fetch-site': 'cross-site' }, status: 403 },
  { name: 'a rebound name', headers: { host: 'evil.example', origin: 'http://evil.example' }, status: 403 },
  { name: 'the control API', path: '/api/mira/__mira/requests', status: 404 },
  { name: 'a path that leads back', path: '/api/mira/v1/../__mira/requests', status: 404 },
])('refuses $name', async ({ path = '/api/mira/v1/models', headers = {}, status }) => {
  await using server = await startBehindPage()
  const answer = await server.get(path, headers)
  expect(answer.status).toBe(status)
  expect(answer.body).not.toMatch(/"server"|sk-mira/)
  const handshake = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-protocol': 'mira-realtime.v1' }
  const socket = await server.get(path.replace('/v1/models', '/v1/realtime'), { ...headers, ...handshake })
  expect(socket.status).toBe(status)
})

it('leads a page to the address that URLs of files name', async () => {
  await using server = await startBehindPage()
  const host = new URL(server.origin).host.replace('127.0.0.1', 'localhost')
  const { status, headers } = await server.get('/images?a=1', { accept: html, host })
  expect([status, headers.location]).toEqual([307, `${server.origin}/images?a=1`])
  expect((await server.get('/icon.svg', { host })).status).toBe(200)
})

it.each([
  { remoteAddress: '127.0.0.1', headers: {}, isLocal: true },
  { remoteAddress: '127.8.8.8', headers: {}, isLocal: true },
  { remoteAddress: '::1', headers: {}, isLocal: true },
  { remoteAddress: '::ffff:127.0.0.1', headers: {}, isLocal: true },
  { remoteAddress: '::ffff:198.51.100.7', headers: {}, isLocal: false },
  { remoteAddress: '192.168.0.2', headers: {}, isLocal: false },
  { remoteAddress: 'fe80::1', headers: {}, isLocal: false },
  { remoteAddress: undefined, headers: {}, isLocal: false },
  { remoteAddress: '127.0.0.1', headers: { via: '1.1 proxy' }, isLocal: false },
  { remoteAddress: '127.0.0.1', headers: { 'x-real-ip': '127.0.0.1' }, isLocal: false },
  { remoteAddress: '127.0.0.1', headers: { 'x-forwarded-proto': 'https' }, isLocal: false },
])('reports that $remoteAddress with $headers is on this machine: $isLocal', ({ remoteAddress, headers, isLocal }) => {
  expect(isSentLocally({ socket: { remoteAddress }, headers })).toBe(isLocal)
})

/** Reads the names of the screens from the sources of the page. */
function readScreens(): string[] {
  const manifest = createRequire(import.meta.url).resolve('@mira/demo-web/package.json')
  const source = readFileSync(join(dirname(manifest), 'src/app/screens.ts'), 'utf8')
  const names = [...source.matchAll(/^ {4}name: '(\w+)'/gm)].map(([, name]) => name!)
  expect(names.length).toBeGreaterThan(5)
  return names
}
