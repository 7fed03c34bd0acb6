import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import * as zlib from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDurationEngine } from '../../test-support/audio-engines.test-support.ts'
import { createPng } from '../../test-support/png.test-support.ts'
import { startAccountServer } from '../../test-support/start-account-server.test-support.ts'
import { startMediaServer } from '../../test-support/start-media-server.test-support.ts'
import { startWordServer } from '../../test-support/start-word-server.test-support.ts'
import { contentCodings, encode } from '../content-codings.ts'
import { decodeBody } from './receive-body.ts'

const chat = '/v1/chat/completions'
const ask = (content = 'good morning') => ({ model: 'mira', messages: [{ role: 'user', content }] })

const encoders: Readonly<Record<string, (data: zlib.InputType) => Buffer>> = {
  gzip: zlib.gzipSync,
  'x-gzip': zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: zlib.brotliCompressSync,
  zstd: zlib.zstdCompressSync,
}
const codings = Object.keys(encoders)

/** Sends encoded bytes with the key of a server. */
function send(
  server: { url: string; apiKey?: string | undefined; key?: string },
  path: string,
  body: BodyInit,
  headers: Record<string, string>,
) {
  const authorization = `Bearer ${server.key ?? server.apiKey}`
  return fetch(server.url + path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body,
  })
}

describe('a compressed body', () => {
  it.each([...codings, 'GZIP', 'identity, gzip', 'identity'])('of %s is read as JSON', async (coding) => {
    await using server = await startWordServer()
    const json = JSON.stringify(ask())
    const encode = encoders[coding.toLowerCase().replace('identity, ', '')]
    const body = encode === undefined ? json : new Uint8Array(encode(json))
    const answer = await send(server, chat, body, { 'content-encoding': coding })
    expect([answer.status, (await answer.json()).choices?.[0].message.content]).toEqual([200, 'You said: good morning'])
  })

  it.each(codings)('of %s is read as a form, without a length too', async (coding) => {
    await using server = await startMediaServer({ engines: { transcription: createDurationEngine() } })
    const form = new FormData()
    form.append('prompt', 'a boat')
    form.append('image', new Blob([new Uint8Array(createPng({ width: 8, height: 8, gray: 3 }))]), 'a.png')
    const request = new Request('http://localhost', { method: 'POST', body: form })
    const type = request.headers.get('content-type')!
    const encoded = new Uint8Array(encoders[coding]!(Buffer.from(await request.arrayBuffer())))
    for (const body of [encoded, new Blob([encoded]).stream()]) {
      const init = {
        method: 'POST',
        body,
        duplex: 'half',
        headers: { authorization: `Bearer ${server.key}`, 'content-type': type, 'content-encoding': coding },
      }
      const answer = await fetch(`${server.url}/v1/images/edit`, init)
      expect([answer.status, (await answer.json()).detail]).toEqual([200, undefined])
    }
  })

  it('has the identity of its contents for an idempotency key', async () => {
    await using server = await startWordServer()
    const headers = { 'idempotency-key': 'k' }
    await send(server, chat, JSON.stringify(ask()), headers)
    const body = new Uint8Array(zlib.gzipSync(JSON.stringify(ask())))
    const replay = await send(server, chat, body, { ...headers, 'content-encoding': 'gzip' })
    expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([200, 'true'])
  })
})

describe('limits', () => {
  it.each(codings)('count decoded bytes of %s', async (coding) => {
    await using server = await startWordServer({ limits: { maxBodyBytes: 100_000 } })
    const fits = JSON.stringify({ ...ask(), user: 'x'.repeat(99_000) })
    const tooLarge = JSON.stringify({ ...ask(), user: 'x'.repeat(100_001) })
    const statuses = [fits, tooLarge].map(async (json) => {
      const answer = await send(server, chat, new Uint8Array(encoders[coding]!(json)), { 'content-encoding': coding })
      await answer.text()
      return answer.status
    })
    expect(await Promise.all(statuses)).toEqual([200, 413])
  })

  it('reject a bomb before it is received', async () => {
    await using server = await startWordServer()
    const bomb = new Uint8Array(zlib.gzipSync(Buffer.alloc(300_000_000)))
    const answer = await send(server, chat, bomb, { 'content-encoding': 'gzip' })
    expect([answer.status, (await answer.json()).detail]).toEqual([413, 'The body exceeds 67108864 bytes'])
  })

  it.each(contentCodings)('decode %s only as far as it is read', async (coding) => {
    const encoded = await encode(coding, Buffer.from(randomBytes(2_000_000).toString('hex')))
    const pieces = Array.from({ length: 1_000 }, (_, index) => encoded.subarray(index * 1_024, (index + 1) * 1_024))
    let received = 0
    async function* receive() {
      for (const piece of pieces) {
        received += 1
        yield piece
      }
    }
    let decoded = 0
    const reading = (async () => {
      for await (const chunk of decodeBody(receive(), coding, 100_000)) decoded += chunk.byteLength
    })()
    await expect(reading).rejects.toMatchObject({ status: 413 })
    expect(decoded).toBeLessThanOrEqual(100_000)
    // About fifty, and what the streams read ahead.
    expect(received).toBeLessThan(250)
  })

  it('count received bytes as well', async () => {
    const empty = zlib.gzipSync('')
    async function* receive() {
      for (let members = 0; members < 10_000; members++) yield empty
    }
    const decoded: Uint8Array[] = []
    for await (const chunk of decodeBody(receive(), 'gzip', 10)) decoded.push(chunk)
    expect(decoded).toEqual([])
    await using server = await startWordServer({ limits: { maxBodyBytes: 1_000 } })
    const body = new Blob(Array.from({ length: 1_000 }, () => new Uint8Array(empty)))
    for (const sent of [body, body.stream()]) {
      const init = {
        method: 'POST',
        body: sent,
        duplex: 'half',
        headers: {
          authorization: `Bearer ${server.apiKey}`,
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        },
      }
      const answer = await fetch(server.url + chat, init)
      expect([answer.status, await answer.json()]).toMatchObject([413, { detail: 'The body exceeds 1000 bytes' }])
    }
  })

  it('are those of the plan before a compressed body is received', async () => {
    await using server = await startAccountServer({ plan: 'pro' })
    const body = new Uint8Array(zlib.gzipSync(JSON.stringify(ask())))
    expect((await send(server, chat, body, { 'content-encoding': 'gzip' })).status).toBe(402)
  })
})

describe('a body that cannot be decoded', () => {
  it.each(['compress', 'gzip, br', 'br;q=1', 'aes128gcm', '*'])('of %s names the accepted codings', async (coding) => {
    await using server = await startWordServer()
    const answer = await send(server, chat, JSON.stringify(ask()), { 'content-encoding': coding })
    expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'br, zstd, gzip, deflate'])
    expect((await answer.json()).detail).toContain('use one of br, zstd, gzip, deflate, or none')
  })

  it.each(contentCodings)('of %s is a 400', async (coding) => {
    await using server = await startWordServer()
    const whole = encoders[coding]!(JSON.stringify({ ...ask(), user: 'abcdefgh'.repeat(20) }))
    const damaged = [Buffer.from('{}'), whole.subarray(0, -8), Buffer.from([...whole].reverse()), Buffer.alloc(0)]
    for (const bytes of damaged) {
      const answer = await send(server, chat, new Uint8Array(bytes), { 'content-encoding': coding })
      expect([answer.status, (await answer.json()).detail]).toEqual([
        400,
        expect.stringMatching(/^The body is not valid|^Malformed JSON/),
      ])
    }
  })

  it('is decoded or a 400, however it is split and damaged', async () => {
    const flip = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) })
    const cases = fc.tuple(
      fc.constantFrom(...contentCodings),
      fc.string({ maxLength: 500 }),
      fc.array(flip, { maxLength: 2 }),
      fc.integer({ min: 1, max: 50 }),
    )
    await fc.assert(
      fc.asyncProperty(cases, async ([coding, text, flips, size]) => {
        const bytes = Buffer.from(encoders[coding]!(text))
        for (const { at, value } of flips) bytes[at % bytes.length] = value
        async function* receive() {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
        }
        const decoded = await buffer(decodeBody(receive(), coding, 100_000)).catch((error) => error)
        if (flips.length === 0) expect(decoded.toString()).toBe(text)
        else if (!Buffer.isBuffer(decoded)) expect([400, 413]).toContain(decoded.status)
      }),
      { numRuns: 200 },
    )
  })
})
