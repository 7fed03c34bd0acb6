import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { type RecordedRequest, startTestServer } from '@mira/test-server'
import express from 'express'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createProxyHandler } from '../create-proxy-handler.ts'
import { apiKey, everything, hosts, startHost } from '../hosts.test-support.ts'
import type { ProxyOptions } from '../proxy-options.ts'
import { toNodeHandler } from './to-node-handler.ts'

const path = '/api/mira/v1/chat/completions'
const unhandled: unknown[] = []
process.on('unhandledRejection', (reason) => unhandled.push(reason))
afterEach(() => expect(unhandled.splice(0)).toEqual([]))

const echo = {
  'POST /v1/chat/completions': (request: RecordedRequest) => ({ json: request.text() }),
}

function options(baseUrl: string, overrides: Partial<ProxyOptions> = {}): ProxyOptions {
  return { authorize: () => 'v', allow: everything, apiKey, baseUrl, limits: false, ...overrides }
}

/** Sends bytes over a socket and returns everything received until the server closes or the expected text arrives. */
async function exchange(url: string, bytes: string, until: RegExp): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(bytes)
  let received = ''
  for await (const chunk of socket) {
    received += chunk
    if (until.test(received)) break
  }
  socket.destroy()
  return received
}

describe('a request that is no Request', () => {
  it.each([
    { what: 'an empty Host', head: `GET ${path} HTTP/1.1\r\nHost:\r\n\r\n` },
    { what: 'a Host with a space', head: `GET ${path} HTTP/1.1\r\nHost: a b\r\n\r\n` },
    { what: 'a Host with an open bracket', head: `GET ${path} HTTP/1.1\r\nHost: [\r\n\r\n` },
    { what: 'a Host with a port beyond all ports', head: `GET ${path} HTTP/1.1\r\nHost: a:99999\r\n\r\n` },
    { what: 'a Host with credentials', head: `GET ${path} HTTP/1.1\r\nHost: u:p@a\r\n\r\n` },
    { what: 'a Host that brings a path', head: `GET / HTTP/1.1\r\nHost: a${path}?\r\n\r\n` },
    { what: 'an asterisk as target', head: 'GET * HTTP/1.1\r\nHost: a\r\n\r\n' },
    { what: 'a relative target', head: 'GET v1/models HTTP/1.1\r\nHost: a\r\n\r\n' },
    { what: 'TRACE', head: `TRACE ${path} HTTP/1.1\r\nHost: a\r\n\r\n` },
  ])('$what is answered with 400, and the server lives on', async ({ head }) => {
    await using api = await startTestServer(echo)
    for (const host of [hosts['node:http'], hosts.express]) {
      await using app = await startHost(api.url, {}, host)
      const answer = await exchange(app.url, head, /\r\n\r\n/)
      expect(answer).toMatch(/^HTTP\/1\.1 (400|404) /)
      expect((await fetch(app.url + path, { method: 'POST', body: 'x' })).status).toBe(200)
    }
  })

  it('whatever the bytes of the request line and of Host are, nothing is thrown past the adapter', async () => {
    await using api = await startTestServer(echo)
    await using app = await startHost(api.url)
    const printable = fc.string({ unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)) })
    await fc.assert(
      fc.asyncProperty(printable, printable, async (target, host) => {
        const head = `GET ${target || '/'} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
        expect(await exchange(app.url, head, /\r\n\r\n/)).toMatch(/^HTTP\/1\.1 [2-5]\d\d /)
      }),
      { numRuns: 200 },
    )
  })
})

describe('an exception of the application', () => {
  it.each([
    {
      what: 'thrown by authorize',
      authorize: () => {
        throw new Error('database password')
      },
    },
    { what: 'rejected by authorize', authorize: () => Promise.reject(new Error('database password')) },
    { what: 'a Response without a status', authorize: () => Response.error() },
  ])('$what is answered with 500, without its text', async ({ authorize }) => {
    await using api = await startTestServer(echo)
    await using app = await startHost(api.url, { authorize })
    const answer = await fetch(app.url + path, { method: 'POST', body: 'x' })
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('password')
  })

  it('does not leave a socket of an upgrade open', async () => {
    await using api = await startTestServer(echo)
    await using app = await startHost(api.url, { authorize: () => Promise.reject(new Error('no')) })
    const upgrade = 'GET /api/mira/v1/realtime HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
    expect(await exchange(app.url, upgrade, /never/)).toMatch(/^HTTP\/1\.1 500 /)
    expect(await exchange(app.url, upgrade.replace('Host: a', 'Host: ['), /never/)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('sends the redirect of authorize to a page of an allowed origin', async () => {
    await using api = await startTestServer(echo)
    const origin = 'https://page.example'
    const authorize = () => Response.redirect('https://page.example/login')
    await using app = await startHost(api.url, { authorize, allowedOrigins: [origin] })
    const answer = await fetch(app.url + path, { method: 'POST', body: 'x', redirect: 'manual', headers: { origin } })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
  })

  it('keeps all cookies of a response of authorize', async () => {
    await using api = await startTestServer(echo)
    const headers: [string, string][] = [
      ['set-cookie', 'a=1; Path=/'],
      ['set-cookie', 'b=2; Path=/'],
    ]
    await using app = await startHost(api.url, { authorize: () => new Response(null, { status: 401, headers }) })
    const answer = await fetch(app.url + path, { method: 'POST' })
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
  })
})

describe('a refusal of a request whose body was not read', () => {
  it.each([
    { status: 401, overrides: { authorize: () => null } },
    { status: 403, overrides: { allowedOrigins: [] }, headers: { origin: 'https://evil.example' } },
    { status: 404, overrides: { allow: ['GET /v1/models'] as const } },
    { status: 413, overrides: { maxBodyBytes: 1_000 } },
    { status: 500, overrides: { authorize: () => Promise.reject(new Error('no')) } },
  ])('of $status leaves the connection usable', async ({ status, overrides, headers = {} }) => {
    await using api = await startTestServer(echo)
    await using app = await startHost(api.url, overrides)
    const extra = Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')
    const body = 'x'.repeat(5_000_000)
    const post = `POST ${path} HTTP/1.1\r\nHost: a\r\n${extra}Content-Length: ${body.length}\r\n\r\n${body}`
    const next = 'GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
    const received = await exchange(app.url, post + next, /never/)
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`, 'HTTP/1.1 404'])
  })

  it('closes the connection of a client that sends without an end', async () => {
    await using api = await startTestServer(echo)
    await using app = await startHost(api.url, { authorize: () => null })
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1').on('error', () => {})
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n`)
    socket.resume()
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const chunk = Buffer.alloc(1_000_000)
    let sent = 0
    while (!socket.destroyed && sent < 200) {
      if (!socket.write(chunk)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed])
      sent++
    }
    expect(sent).toBeLessThan(100)
  })
})

describe('node:http2', () => {
  /** Opens an HTTP/2 session with a server of the proxy. */
  async function openSession(baseUrl: string, overrides: Partial<ProxyOptions> = {}) {
    const handler = toNodeHandler(createProxyHandler(options(baseUrl, overrides)))
    const server = createHttp2Server(handler).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    return {
      async send(method: string, target: string, body?: string | Buffer) {
        const request = session.request({ ':method': method, ':path': target, 'content-type': 'application/json' })
        request.end(body)
        const [headers] = await once(request, 'response')
        return { status: headers[':status'], body: await text(request) }
      },
      [Symbol.dispose]() {
        session.destroy()
        server.close()
      },
    }
  }

  it('is served', async () => {
    await using api = await startTestServer(echo)
    using client = await openSession(api.url)
    expect(await client.send('POST', path, '{"a":1}')).toEqual({ status: 200, body: JSON.stringify('{"a":1}') })
    expect(await client.send('GET', '/elsewhere')).toMatchObject({ status: 404 })
    expect(await client.send('TRACE', path)).toMatchObject({ status: 400 })
  })

  it('keeps a session usable after refusals of uploads', async () => {
    await using api = await startTestServer(echo)
    using client = await openSession(api.url, { maxBodyBytes: 1_000 })
    for (let attempt = 0; attempt < 4; attempt++) {
      expect(await client.send('POST', path, Buffer.alloc(5_000_000))).toMatchObject({ status: 413 })
      expect(await client.send('POST', '/elsewhere', Buffer.alloc(5_000_000))).toMatchObject({ status: 404 })
    }
    expect(await client.send('POST', path, '{}')).toMatchObject({ status: 200 })
  })
})

describe('behind a body parser', () => {
  it.each([
    { parser: 'json', body: '{"a":1}', type: 'application/json', status: 200, echoed: '{"a":1}' },
    { parser: 'text', body: 'plain', type: 'text/plain', status: 200, echoed: 'plain' },
    { parser: 'raw', body: 'bytes', type: 'application/octet-stream', status: 200, echoed: 'bytes' },
    {
      parser: 'json',
      body: 'not for it',
      type: 'text/plain',
      status: 200,
      echoed: 'not for it',
      parsed: 'application/json',
    },
    { parser: 'urlencoded', body: 'a=1', type: 'application/x-www-form-urlencoded', status: 500, echoed: undefined },
  ] as const)('express.$parser with $type', async ({ parser, body, type, status, echoed, ...rest }) => {
    await using api = await startTestServer(echo)
    const app = express()
    app.use(
      parser === 'urlencoded'
        ? express.urlencoded({ extended: false })
        : express[parser]({ type: 'parsed' in rest ? rest.parsed : type }),
    )
    app.use('/api/mira', toNodeHandler(createProxyHandler(options(api.url))) as RequestListener)
    await using host = await startHost(api.url, {}, () => createServer(app))
    const answer = await fetch(host.url + path, { method: 'POST', body, headers: { 'content-type': type } })
    expect(answer.status).toBe(status)
    if (echoed === undefined)
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('before body parsers') })
    else expect(await answer.json()).toBe(echoed)
  })
})

describe('a foreign host', () => {
  const foreign = { host: 'evil.example', origin: 'http://evil.example' }

  it('is refused where hosts are listed, with a matching origin too', async () => {
    await using api = await startTestServer(echo)
    await using app = await startHost(api.url, { allowedHosts: ['127.0.0.1', 'localhost'] })
    const head = (name: string, value = name) =>
      `POST ${path} HTTP/1.1\r\nHost: ${name}\r\nOrigin: http://${value}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`
    expect(await exchange(app.url, head(foreign.host), /never/)).toMatch(/^HTTP\/1\.1 403 /)
    expect(await exchange(app.url, head('localhost.evil.example'), /never/)).toMatch(/^HTTP\/1\.1 403 /)
    expect(await exchange(app.url, head('LOCALHOST:3000', 'localhost:3000'), /never/)).toMatch(/^HTTP\/1\.1 200 /)
    const upgrade = `GET /api/mira/v1/realtime HTTP/1.1\r\nHost: ${foreign.host}\r\nOrigin: ${foreign.origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
    expect(await exchange(app.url, upgrade, /never/)).toMatch(/^HTTP\/1\.1 403 /)
  })

  it.each(['app.example.com:8080', 'https://app.example.com', 'a/b', ''])('%j is no host name', (host) => {
    expect(() => createProxyHandler(options('http://a.example', { allowedHosts: [host] }))).toThrow('allowedHosts')
  })
})

it('leaves upgrades of other paths to other listeners, and answers them where it is the only one', async () => {
  await using api = await startTestServer({ 'WS /v1/realtime': [] })
  const head = 'GET /vite-hmr HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
  await using alone = await startHost(api.url)
  expect(await exchange(alone.url, head, /never/)).toMatch(/^HTTP\/1\.1 404 /)
  await using shared = await startHost(api.url, {}, (complete) =>
    hosts['node:http'](complete).on('upgrade', (request, socket) => {
      if (request.url === '/vite-hmr') setImmediate(() => socket.end('HTTP/1.1 101 Theirs\r\n\r\n'))
    }),
  )
  expect(await exchange(shared.url, head, /never/)).toBe('HTTP/1.1 101 Theirs\r\n\r\n')
})
