import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWordServer, type WordServer } from '../test-support/start-word-server.test-support.ts'

let server: WordServer
beforeAll(async () => {
  server = await startWordServer()
})
afterAll(() => server.close())

const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'hello' }] })
const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'

interface Framing {
  readonly name: string
  /** Header lines after the request line, `Host` and `Authorization`. */
  readonly head: readonly string[]
  readonly body?: string
  /** Statuses of all responses on the connection, in order. */
  readonly statuses: readonly number[]
}

const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`
const length = `Content-Length: ${body.length}`

/** Framings that proxies and servers are known to parse differently: one response, never one to `/smuggled`. */
const framings: Framing[] = [
  { name: 'a length', head: [length], body, statuses: [200] },
  { name: 'chunks', head: ['Transfer-Encoding: chunked'], body: chunked(body), statuses: [200] },
  {
    name: 'chunks with an extension and a trailer',
    head: ['Transfer-Encoding: chunked'],
    body: `${body.length.toString(16)};a=b\r\n${body}\r\n0\r\nX-Trailer: 1\r\n\r\n`,
    statuses: [200],
  },
  {
    name: 'a length and chunks',
    head: [length, 'Transfer-Encoding: chunked'],
    body: `0\r\n\r\n${smuggled}`,
    statuses: [400],
  },
  {
    name: 'chunks and a length',
    head: ['Transfer-Encoding: chunked', 'Content-Length: 4'],
    body: chunked(body),
    statuses: [400],
  },
  { name: 'two lengths', head: [length, 'Content-Length: 0'], body: body + smuggled, statuses: [400] },
  { name: 'two lengths in one line', head: [`${length}, 0`], body, statuses: [400] },
  { name: 'a length with a sign', head: [`Content-Length: +${body.length}`], body, statuses: [400] },
  { name: 'a length in hexadecimal', head: ['Content-Length: 0x10'], body, statuses: [400] },
  { name: 'a negative length', head: ['Content-Length: -1'], body, statuses: [400] },
  { name: 'a space before the colon', head: [`Content-Length : ${body.length}`], body, statuses: [400] },
  { name: 'a folded header', head: ['Transfer-Encoding:', ' chunked'], body: chunked(body), statuses: [400] },
  { name: 'an unknown coding last', head: ['Transfer-Encoding: chunked, x'], body: chunked(body), statuses: [400] },
  { name: 'a coding in disguise', head: ['Transfer-Encoding: xchunked'], body: chunked(body), statuses: [400] },
  {
    name: 'two codings in two lines',
    head: ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
    body: chunked(body),
    statuses: [400],
  },
  { name: 'a bare line feed in the head', head: [`${length}\nX-Bare: 1`], body, statuses: [400] },
  { name: 'a bare carriage return in a value', head: [length, 'X-Bare: a\rX-More: b'], body, statuses: [400] },
  { name: 'a null character in a value', head: [length, 'X-Null: a\0b'], body, statuses: [400] },
  { name: 'a space in a name', head: [length, 'X Space: a'], body, statuses: [400] },
  {
    name: 'a chunk that ends in a bare line feed',
    head: ['Transfer-Encoding: chunked'],
    body: `${body.length.toString(16)}\n${body}\r\n0\r\n\r\n`,
    statuses: [400],
  },
  {
    name: 'a chunk longer than it says',
    head: ['Transfer-Encoding: chunked'],
    body: `1\r\n${body}\r\n0\r\n\r\n`,
    statuses: [400],
  },
  {
    name: 'a chunk size that is no number',
    head: ['Transfer-Encoding: chunked'],
    body: `zz\r\n${body}\r\n0\r\n\r\n`,
    statuses: [400],
  },
  {
    name: 'a chunk size beyond 64 bits',
    head: ['Transfer-Encoding: chunked'],
    body: `fffffffffffffffff\r\n${body}\r\n0\r\n\r\n`,
    statuses: [400],
  },
  { name: 'a head of 20 KB', head: [length, `X-Long: ${'a'.repeat(20_000)}`], body, statuses: [431] },
]

it.each(framings)('reads one request or none from $name', async ({ head, body: sent = '', statuses }) => {
  const lines = [
    'POST /v1/chat/completions HTTP/1.1',
    'Host: a',
    `Authorization: Bearer ${server.apiKey}`,
    'Content-Type: application/json',
    'Connection: close',
    ...head,
  ]
  expect(await exchange(`${lines.join('\r\n')}\r\n\r\n${sent}`)).toEqual(statuses)
})

it.each([
  ['no host', 'GET /health HTTP/1.1\r\n\r\n'],
  ['a version of its own', 'GET /health HTTP/1.9\r\nHost: a\r\n\r\n'],
  ['a tab in the request line', 'GET\t/health HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a method that is none', 'GE T /health HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['bytes that are no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
])('refuses a request with %s', async (_what, text) => {
  expect(await exchange(text)).toEqual([400])
})

it.each([
  '/media/../../../../etc/passwd',
  '/media/..%2f..%2f..%2fetc%2fpasswd',
  '/media/%2e%2e/%2e%2e/etc/passwd',
  '/media/..%5c..%5cetc%5cpasswd',
  '/media/%00',
  '/v1/audio/music/..%2f..%2fapi-keys',
  '//etc/passwd',
  '/v1/../../../etc/passwd',
  '/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd',
])('gives nothing for the path %s', async (path) => {
  const head = `GET ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${server.apiKey}\r\nConnection: close\r\n\r\n`
  const [status] = await exchange(head)
  expect([400, 403, 404, 422]).toContain(status)
})

it('sends no header that a caller wrote into a value', async () => {
  const evil = 'a%0d%0aX-Evil:%201'
  for (const path of [`/v1/models/${evil}`, `/${evil}`, `/v1/usage?start=${evil}`]) {
    const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${server.apiKey}` } })
    expect([path, answer.headers.get('x-evil')]).toEqual([path, null])
    await answer.text()
  }
})

/** Sends bytes on a new connection and returns the statuses of all responses. */
function exchange(bytes: string): Promise<number[]> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.end(bytes, 'latin1'))
    const finish = () => resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status)))
    socket.on('data', (data) => {
      text += data.toString('latin1')
    })
    socket.on('close', finish)
    // A server that rejects the request may reset the connection while the rest is still being sent.
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? finish() : reject(error)))
  })
}
