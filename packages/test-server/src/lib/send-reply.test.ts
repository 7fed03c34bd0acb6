import { request as httpRequest } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createDeferred } from './deferred.ts'
import { createGate } from './gate.ts'
import { bodyPart, RawClient } from './raw-client.ts'
import type { Reply } from './reply.ts'
import { everyByteOf } from './reply-body.ts'
import { startTestServer } from './start-test-server.ts'

/** Sends `GET /` to a server with that reply and returns everything up to the end of the connection. */
async function exchange(reply: Reply, headers: readonly string[] = ['connection: close']) {
  await using server = await startTestServer({ 'GET /': reply })
  const client = await RawClient.request(server.port, 'GET /', headers)
  const { text, ended } = await client.finish()
  await server.socketsClosed()
  return { text, ended, body: bodyPart(text), reads: client.reads.map(String) }
}

describe('bodies', () => {
  it.each<{ reply: Reply; type: string | null; body: string }>([
    { reply: { json: { a: 'é' } }, type: 'application/json', body: '{"a":"é"}' },
    { reply: { json: null }, type: 'application/json', body: 'null' },
    { reply: { text: 'é' }, type: 'text/plain; charset=utf-8', body: 'é' },
    { reply: { html: '<p>' }, type: 'text/html; charset=utf-8', body: '<p>' },
    { reply: { bytes: Uint8Array.of(65, 66) }, type: 'application/octet-stream', body: 'AB' },
    { reply: { chunks: ['a', Uint8Array.of(66)] }, type: 'application/octet-stream', body: 'aB' },
    { reply: {}, type: null, body: '' },
    { reply: { json: {}, headers: { 'Content-Type': 'text/html' } }, type: 'text/html', body: '{}' },
    { reply: { json: {}, headers: { 'content-type': null } }, type: null, body: '{}' },
  ])('sends $reply', async ({ reply, type, body }) => {
    await using server = await startTestServer({ 'GET /': reply })
    const response = await fetch(server.url)
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, type, body])
  })

  it('sends status, headers that repeat, and no length where none is allowed', async () => {
    const { text } = await exchange({ status: 204, headers: { 'Set-Cookie': ['a=1', 'b=2'], 'x-count': 3 } })
    expect(text).toMatch(/^HTTP\/1\.1 204 No Content\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nx-count: 3\r\n/)
    expect(text).not.toContain('content-length')
  })

  it('redirects', async () => {
    await using server = await startTestServer({ 'GET /a': { redirect: '/b' }, 'GET /b': { text: 'moved' } })
    expect(await (await fetch(`${server.url}/a`)).text()).toBe('moved')
    const response = await fetch(`${server.url}/a`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([307, '/b'])
  })

  it('sends interim responses first', async () => {
    await using server = await startTestServer({
      'GET /': { informational: [{ status: 103, headers: { link: '</a>' } }], text: 'x' },
    })
    const hint = createDeferred<unknown>()
    const message = httpRequest(server.url).on('information', ({ statusCode, headers }) =>
      hint.resolve([statusCode, headers]),
    )
    const answered = new Promise((resolve) =>
      message.on('response', (response) => resolve(response.resume().statusCode)),
    )
    message.end()
    expect(await hint.promise).toEqual([103, { link: '</a>' }])
    expect(await answered).toBe(200)
    message.destroy()
  })

  it('sends bytes that are no HTTP', async () => {
    expect(await exchange({ raw: '+OK POP3 ready\r\n' })).toMatchObject({ text: '+OK POP3 ready\r\n', ended: 'end' })
    expect(await exchange({ raw: ['HTTP/1.1 20', '0 OK\r\n'], resetAt: 14 })).toMatchObject({
      reads: ['HTTP/1.1 20', '0 O'],
      ended: 'ECONNRESET',
    })
  })
})

describe('event streams', () => {
  it.each<{ reply: Reply; body: string }>([
    { reply: { sse: [{ id: 'x', choices: [] }, '[DONE]'] }, body: 'data: {"id":"x","choices":[]}\n\ndata: [DONE]\n\n' },
    {
      reply: { sse: [{ event: 'e', id: '1', retry: 5, data: { a: 1 } }] },
      body: 'event: e\nid: 1\nretry: 5\ndata: {"a":1}\n\n',
    },
    { reply: { sse: [{ comment: 'hi' }, { data: 'a\nb' }] }, body: ': hi\n\ndata: a\ndata: b\n\n' },
    { reply: { sse: [{ id: 'only' }] }, body: 'data: {"id":"only"}\n\n' },
    { reply: { sse: ['a', Buffer.from('data: un')], lineEnding: '\r\n' }, body: 'data: a\r\n\r\ndata: un' },
    { reply: { sse: ['a'], lineEnding: '\r', bom: true }, body: '\uFEFFdata: a\r\r' },
    { reply: { sse: [createGate(), 'a'].slice(1), bom: true }, body: '\uFEFFdata: a\n\n' },
  ])('spells $body', async ({ reply, body }) => {
    await using server = await startTestServer({ 'GET /': reply })
    const response = await fetch(server.url)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(body)
  })

  it('sends each event in its own write', async () => {
    const { reads } = await exchange({ sse: ['a', 'b'] })
    expect(reads.slice(1)).toEqual(['9\r\ndata: a\n\n\r\n', '9\r\ndata: b\n\n\r\n', '0\r\n\r\n'])
  })

  it('takes an async iterable', async () => {
    async function* events() {
      yield 'a'
      yield { n: 1 }
    }
    expect((await exchange({ sse: events(), framing: 'close' })).body).toBe('data: a\n\ndata: {"n":1}\n\n')
  })

  it('waits at a gate, with comments meanwhile', async () => {
    const gate = createGate()
    await using server = await startTestServer({
      'GET /': { sse: ['a', gate, 'b'], framing: 'close', commentIntervalMs: 1 },
    })
    const client = await RawClient.request(server.port, 'GET /')
    await gate.reached
    expect(await client.until(': keep-alive\n\n: keep-alive')).not.toContain('data: b')
    expect(gate.isOpen).toBe(false)
    gate.open()
    expect((await client.finish()).text).toMatch(/data: a\n\n(: keep-alive\n\n)+data: b\n\n$/)
  })
})

describe('portions', () => {
  it.each<{ reply: Reply; writes: string[] }>([
    { reply: { text: 'abcdef', chunkBytes: 4 }, writes: ['abcd', 'ef'] },
    { reply: { text: 'abcdef', splitAt: [4, 1] }, writes: ['a', 'bcd', 'ef'] },
    { reply: { text: 'abc', splitAt: [0, 3, 9] }, writes: ['abc'] },
    { reply: { text: 'abc', trickle: { chunkBytes: 1, intervalMs: 1 } }, writes: ['a', 'b', 'c'] },
    { reply: { chunks: ['ab', 'cd', 'ef'], framing: 'length' }, writes: ['ab', 'cd', 'ef'] },
    { reply: { chunks: ['ab', 'cd', 'ef'], framing: 'close', splitAt: [] }, writes: ['abcdef'] },
    { reply: { chunks: ['ab', 'cd', 'ef'], framing: 'close', splitAt: [3] }, writes: ['abc', 'def'] },
  ])('writes $writes for $reply', async ({ reply, writes }) => {
    const { reads } = await exchange(reply)
    expect(reads.slice(1)).toEqual(writes)
  })

  it('tears a character apart', async () => {
    await using server = await startTestServer({ 'GET /': { text: 'é', splitAt: [1] } })
    const reader = (await fetch(server.url)).body!.getReader()
    expect([(await reader.read()).value, (await reader.read()).value]).toEqual([
      Uint8Array.of(0xc3),
      Uint8Array.of(0xa9),
    ])
  })

  it('writes what stands before a gate', async () => {
    const gate = createGate()
    gate.open()
    const { reads } = await exchange({ chunks: ['a', 'b', gate, 'c'], framing: 'close', chunkBytes: 3 })
    expect(reads.slice(1)).toEqual(['ab', 'c'])
  })
})

describe('framing', () => {
  it.each<{ reply: Reply; head: RegExp; body: string }>([
    { reply: { text: 'abc' }, head: /content-length: 3/, body: 'abc' },
    { reply: { text: 'abc', framing: 'chunked' }, head: /transfer-encoding: chunked/i, body: '3\r\nabc\r\n0\r\n\r\n' },
    { reply: { chunks: ['ab', 'c'], framing: 'length' }, head: /content-length: 3/, body: 'abc' },
    { reply: { chunks: ['ab', 'c'], framing: 'close' }, head: /connection: close/i, body: 'abc' },
    { reply: { text: 'abc', contentLength: 2 }, head: /content-length: 2/, body: 'abc' },
    { reply: { text: 'abc', contentLength: 9 }, head: /content-length: 9/, body: 'abc' },
    { reply: { text: 'abc', cutAt: 2 }, head: /content-length: 2/, body: 'ab' },
    { reply: { chunks: ['ab', 'c'], cutAt: 1 }, head: /chunked/, body: '1\r\na\r\n0\r\n\r\n' },
  ])('tells the end of $reply', async ({ reply, head, body }) => {
    const result = await exchange(reply)
    expect(result.text).toMatch(head)
    expect(result).toMatchObject({ body, ended: 'end' })
  })

  it.each(['gzip', 'deflate', 'br'] as const)('compresses with %s, piece by piece', async (encoding) => {
    const gate = createGate()
    await using server = await startTestServer({
      'GET /whole': { text: 'x'.repeat(100_000), encoding },
      'GET /stream': { sse: ['a', gate, 'b'], encoding },
    })
    expect(await (await fetch(`${server.url}/whole`)).text()).toHaveLength(100_000)
    const reader = (await fetch(`${server.url}/stream`)).body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe('data: a\n\n')
    gate.open()
    expect((await reader.read()).value).toBe('data: b\n\n')
  })

  it('counts compressed bytes in offsets', async () => {
    const { text } = await exchange({ text: 'abc', encoding: 'gzip', cutAt: 10 })
    expect(text).toContain('content-encoding: gzip')
    expect(bodyPart(text)).toHaveLength(10)
    expect(() => gunzipSync(Buffer.from(bodyPart(text), 'latin1'))).toThrow('unexpected end of file')
  })
})

describe('breaking off', () => {
  it.each<{ reply: Reply; body: string; ended: string }>([
    { reply: { text: 'abc', dropAt: 2 }, body: 'ab', ended: 'end' },
    { reply: { text: 'abc', resetAt: 2 }, body: 'ab', ended: 'ECONNRESET' },
    { reply: { text: 'abc', resetAt: 0 }, body: '', ended: 'ECONNRESET' },
    { reply: { chunks: ['ab', 'cd'], dropAt: 3 }, body: '2\r\nab\r\n1\r\nc\r\n', ended: 'end' },
    { reply: { chunks: ['ab'], dropAt: Number.POSITIVE_INFINITY }, body: '2\r\nab\r\n', ended: 'end' },
    { reply: { beforeHeaders: 'drop' }, body: '', ended: 'end' },
    { reply: { beforeHeaders: 'reset' }, body: '', ended: 'ECONNRESET' },
  ])('$reply ends by $ended', async ({ reply, body, ended }) => {
    expect(await exchange(reply)).toMatchObject({ body, ended })
  })

  it('is an error to fetch when dropped, and none when cut', async () => {
    await using server = await startTestServer({
      'GET /cut': { sse: ['ab'], cutAt: 4 },
      'GET /drop': { sse: ['ab'], dropAt: 4 },
    })
    expect(await (await fetch(`${server.url}/cut`)).text()).toBe('data')
    await expect((await fetch(`${server.url}/drop`)).text()).rejects.toThrow('terminated')
  })

  it('stalls with comments flowing until the client leaves', async () => {
    await using server = await startTestServer({
      'GET /': { sse: ['ab'], stallAt: 7, framing: 'close', commentIntervalMs: 1 },
    })
    const client = await RawClient.request(server.port, 'GET /')
    expect(bodyPart(await client.until(': keep-alive\n\n: keep-alive\n\n'))).toMatch(/^data: a(: keep-alive\n\n)+$/)
    client.socket.destroy()
    await server.socketsClosed()
  })

  const reply: Reply = { sse: [{ text: 'é' }, '[DONE]'] }
  it.each(everyByteOf(reply))('drops at byte %i', async (dropAt) => {
    const { body, ended } = await exchange({ ...reply, framing: 'close', dropAt })
    expect([Buffer.from(body, 'latin1').length, ended]).toEqual([dropAt, 'end'])
  })
})

describe('ranges', () => {
  const reply: Reply = { bytes: Buffer.from('0123456789'), ranges: true, etag: '"v1"' }
  it.each<{ headers: string[]; status: number; range: string | null; body: string }>([
    { headers: [], status: 200, range: null, body: '0123456789' },
    { headers: ['range: bytes=2-4'], status: 206, range: 'bytes 2-4/10', body: '234' },
    { headers: ['range: bytes=7-'], status: 206, range: 'bytes 7-9/10', body: '789' },
    { headers: ['range: bytes=7-99'], status: 206, range: 'bytes 7-9/10', body: '789' },
    { headers: ['range: bytes=-3'], status: 206, range: 'bytes 7-9/10', body: '789' },
    { headers: ['range: bytes=10-'], status: 416, range: 'bytes */10', body: '' },
    { headers: ['range: bytes=-0'], status: 416, range: 'bytes */10', body: '' },
    { headers: ['range: bytes=4-2'], status: 200, range: null, body: '0123456789' },
    { headers: ['range: bytes=0-1,4-5'], status: 200, range: null, body: '0123456789' },
    { headers: ['range: items=0-1'], status: 200, range: null, body: '0123456789' },
    { headers: ['range: bytes=7-', 'if-range: "v1"'], status: 206, range: 'bytes 7-9/10', body: '789' },
    { headers: ['range: bytes=7-', 'if-range: "v0"'], status: 200, range: null, body: '0123456789' },
  ])('answers $headers with $status', async ({ headers, status, range, body }) => {
    const { text } = await exchange(reply, [...headers, 'connection: close'])
    expect([text.slice(9, 12), /content-range: (.*)\r/.exec(text)?.[1] ?? null, bodyPart(text)]).toEqual([
      String(status),
      range,
      body,
    ])
    expect(text).toContain('etag: "v1"')
  })

  it('breaks off inside a range', async () => {
    expect(await exchange({ ...reply, dropAt: 1 }, ['range: bytes=7-'])).toMatchObject({ body: '7', ended: 'end' })
  })
})
