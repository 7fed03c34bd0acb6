import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import * as zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHummingEngine } from '../../test-support/audio-engines.test-support.ts'
import { noMediaEngines } from '../../test-support/no-media-engines.test-support.ts'
import { startWordServer, type WordServer } from '../../test-support/start-word-server.test-support.ts'
import { createWordChatEngine } from '../../test-support/word-chat-engine.test-support.ts'

let server: WordServer
beforeAll(async () => {
  const engines = { ...noMediaEngines, chat: createWordChatEngine(), speech: createHummingEngine() }
  server = await startWordServer({ engines, allowedOrigins: ['https://app.example'] })
})
afterAll(() => server.close())

const chat = '/v1/chat/completions'
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })
const long = 'good morning '.repeat(200)

interface Sent {
  readonly accept?: string
  readonly method?: string
  readonly body?: object | undefined
  readonly headers?: Record<string, string>
}

/** Sends a request over a plain connection, which neither asks for a coding nor decodes one. */
function send(path: string, { accept, method, body, headers }: Sent = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    const sent = request(server.url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${server.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(accept === undefined ? {} : { 'accept-encoding': accept }),
        ...headers,
      },
    })
    sent.on('error', reject)
    sent.on('response', async (answer) => {
      resolve({ status: answer.statusCode!, headers: answer.headers, bytes: await buffer(answer) })
    })
    sent.end(body && JSON.stringify(body))
  })
}

const decoders: Readonly<Record<string, (data: Buffer) => Buffer>> = {
  gzip: zlib.gunzipSync,
  br: zlib.brotliDecompressSync,
  zstd: zlib.zstdDecompressSync,
  deflate: zlib.inflateSync,
}

describe('a JSON answer', () => {
  it.each([
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['zstd', 'zstd'],
    ['deflate', 'deflate'],
    ['br;q=0.1, gzip;q=0.9', 'gzip'],
    ['identity;q=0, gzip', 'gzip'],
  ])('is compressed for %j as %s', async (accept, coding) => {
    for (const [path, body] of [[chat, ask(long)], ['/openapi.json']] as const) {
      const [plain, answer] = [await send(path, { body }), await send(path, { body, accept })]
      expect(answer.headers).toMatchObject({
        'content-encoding': coding,
        'content-length': String(answer.bytes.length),
        vary: expect.stringContaining('accept-encoding'),
      })
      const read = ({ id, created, ...json }: Record<string, unknown>) => json
      expect(read(JSON.parse(decoders[coding]!(answer.bytes).toString()))).toEqual(
        read(JSON.parse(plain.bytes.toString())),
      )
      expect(answer.bytes.length).toBeLessThan(plain.bytes.length / 2)
    }
  })

  it.each([undefined, '', 'identity', 'gzip;q=0', 'identity, gzip;q=0.5', 'compress'])(
    'is not compressed for %j, and varies',
    async (accept) => {
      const answer = await send(chat, { body: ask(long), ...(accept === undefined ? {} : { accept }) })
      expect(answer.headers).toMatchObject({
        vary: 'Origin, accept-encoding',
        'content-length': String(answer.bytes.length),
      })
      expect(answer.headers).not.toHaveProperty('content-encoding')
      expect(JSON.parse(answer.bytes.toString()).object).toBe('chat.completion')
    },
  )

  it.each([
    ['a small answer', chat, { body: ask('hi') }],
    ['a small error', chat, { body: {} }],
    ['a small answer of unknown length', '/v1/usage', {}],
  ])('is not compressed if it is %s', async (_name, path, sent) => {
    const answer = await send(path, { ...sent, accept: 'gzip' })
    expect(answer.bytes.length).toBeLessThan(1_024)
    expect(answer.headers).not.toHaveProperty('content-encoding')
    expect(answer.headers).toMatchObject({ 'content-length': String(answer.bytes.length) })
  })

  it.each([
    ['hi', {}],
    ['', { model: 'none' }],
  ])('is compressed however small if nothing else is accepted: %s', async (content, fields) => {
    const answer = await send(chat, { body: ask(content, fields), accept: 'identity;q=0, gzip' })
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip' })
    expect(() => JSON.parse(zlib.gunzipSync(answer.bytes).toString())).not.toThrow()
  })

  it('is compressed if it is a large error', async () => {
    const messages = Array.from({ length: 3 }, (_, index) => ({ role: `${index}`.repeat(600) }))
    const answer = await send(`/v1/${'x'.repeat(2_000)}`, { body: { messages }, accept: 'gzip' })
    expect([answer.status, answer.headers['content-encoding']]).toEqual([404, 'gzip'])
  })

  it('keeps what else it varies by', async () => {
    const headers = { origin: 'https://app.example' }
    const answer = await send(chat, { body: ask(long), accept: 'gzip', headers })
    expect(answer.headers).toMatchObject({
      vary: 'Origin, accept-encoding',
      'access-control-allow-origin': 'https://app.example',
      'cache-control': 'no-store',
    })
  })

  it('is replayed under its idempotency key in any coding', async () => {
    const headers = { 'idempotency-key': 'k1' }
    const first = await send(chat, { body: ask(long), accept: 'gzip', headers })
    const replay = await send(chat, { body: ask(long), accept: 'br', headers })
    expect(replay.headers).toMatchObject({ 'idempotency-replayed': 'true', 'content-encoding': 'br' })
    expect(zlib.brotliDecompressSync(replay.bytes)).toEqual(zlib.gunzipSync(first.bytes))
  })

  it('has the headers of its GET for a HEAD', async () => {
    const [get, head] = [
      await send('/v1/models', { accept: 'gzip' }),
      await send('/v1/models', { accept: 'gzip', method: 'HEAD' }),
    ]
    const pick = ({ headers }: typeof get) =>
      ['content-encoding', 'content-length', 'vary', 'content-type'].map((name) => headers[name])
    expect(get.headers['content-encoding']).toBe('gzip')
    expect([pick(head), head.bytes.length]).toEqual([pick(get), 0])
  })
})

describe('what is no JSON answer', () => {
  it('is not compressed', async () => {
    const stream = await send(chat, { body: ask(long, { stream: true }), accept: 'gzip' })
    expect(stream.bytes.toString()).toMatch(/^data: /)
    const speech = await send('/v1/audio/speech', {
      body: { input: long.slice(0, 500), response_format: 'wav' },
      accept: 'gzip',
    })
    for (const { headers } of [stream, speech]) expect(headers).not.toHaveProperty('content-encoding')
  })
})

describe('a client that accepts nothing', () => {
  it.each(['identity;q=0', '*;q=0', 'gzip;q=0, identity;q=0', 'compress, *;q=0'])(
    'gets 406 for %j, before anything is done',
    async (accept) => {
      const before = await (await send('/v1/usage')).bytes.toString()
      const answer = await send(chat, { body: ask('hi'), accept })
      expect([answer.status, JSON.parse(answer.bytes.toString()).detail]).toEqual([
        406,
        expect.stringContaining('excludes every coding'),
      ])
      expect((await send('/v1/usage')).bytes.toString()).toBe(before)
    },
  )
})

it('sends a damaged answer as it is', async () => {
  await using faulty = await startWordServer({ faults: () => ({ garbageAfterBytes: 10 }) })
  const headers = {
    authorization: `Bearer ${faulty.apiKey}`,
    'content-type': 'application/json',
    'accept-encoding': 'gzip',
  }
  const answer = await fetch(faulty.url + chat, { method: 'POST', headers, body: JSON.stringify(ask(long)) })
  expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, null])
  expect(Buffer.from(await answer.arrayBuffer()).includes(0xff)).toBe(true)
})
