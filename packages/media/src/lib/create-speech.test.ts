import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@mira/core'
import { createGate, type Reply, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createSpeech } from './create-speech.ts'
import { save } from './save.ts'
import type { Speech } from './speech.ts'

const sound = new Uint8Array([...Buffer.from('ID3'), ...Array.from({ length: 50_000 }, (_, index) => index % 253)])
const base64 = Buffer.from(sound).toString('base64')
const mp3: Reply = { bytes: sound, headers: { 'content-type': 'audio/mpeg', 'x-request-id': 'r1' } }
const params = { input: 'Hello', voice: 'aria' }
const bytesOf = (bytes: ArrayBuffer | Uint8Array): Uint8Array => new Uint8Array(bytes)

describe('createSpeech', () => {
  it('sends the parameters as they are, and knows the media type before the audio is read', async () => {
    await using server = await startTestServer({ 'POST /v1/audio/speech': mp3 })
    const sent = { ...params, response_format: 'mp3', speed: 1.5, instructions: 'softly', language: 'en', mood: 'calm' }
    const speech = await createSpeech(createClient({ baseUrl: server.url }), sent)
    expect(server.requests[0]?.json()).toEqual(sent)
    expect(speech.mediaType).toBe('audio/mpeg')
    expect(speech.metadata?.requestId).toBe('r1')
    expect(bytesOf(await speech.bytes())).toEqual(sound)
    expect(speech.content().progress).toEqual({ receivedBytes: sound.length, totalBytes: sound.length })
    await expect(speech.bytes()).rejects.toThrow(TypeError)
  })

  it.each(['stream', 'iteration'])('can be played by %s while it arrives', async (way) => {
    const gate = createGate()
    const [first, rest] = [sound.subarray(0, 1_000), sound.subarray(1_000)]
    await using server = await startTestServer({
      'POST /v1/audio/speech': { chunks: [first, gate, rest], headers: { 'content-type': 'audio/mpeg' } },
    })
    const speech = await createSpeech(createClient({ baseUrl: server.url }), params)
    const chunks = way === 'stream' ? speech.stream().values() : speech[Symbol.asyncIterator]()
    const { value } = await chunks.next()
    expect(bytesOf(value!)).toEqual(first)
    await gate.reached
    gate.open()
    const received = [value!]
    for await (const chunk of chunks) received.push(chunk)
    expect(bytesOf(Buffer.concat(received))).toEqual(sound)
  })

  it.each([
    ['audio/wav', 'mp3', 'audio/wav'],
    ['audio/ogg; codecs=opus', undefined, 'audio/ogg; codecs=opus'],
    ['application/octet-stream', 'wav', 'audio/wav'],
    ['application/octet-stream', undefined, 'audio/mpeg'],
    [null, 'opus', 'audio/ogg'],
    [null, 'constructor', 'audio/mpeg'],
  ])('of type %s, asked for as %s, is %s', async (contentType, response_format, expected) => {
    await using server = await startTestServer({
      'POST /v1/audio/speech': { bytes: sound, headers: { 'content-type': contentType } },
    })
    const speech = await createSpeech(createClient({ baseUrl: server.url }), { ...params, response_format })
    const blob = await speech.blob()
    expect([speech.mediaType, blob.type, blob.size]).toEqual([expected, expected, sound.length])
  })

  it.each([
    ['audio_url', { audio_url: '/a.mp3' }],
    ['url', { url: '/a.mp3', audio: null }],
    ['url in data', { data: { url: '/a.mp3' } }],
    ['url in a list', { data: [{ audio_url: '/a.mp3' }] }],
    ['url in audio', { audio: { url: '/a.mp3' } }],
    ['base64 in audio', { audio: base64, format: 'mp3' }],
    ['base64 in data', { data: base64 }],
    ['base64 in audio.data', { audio: { data: base64 } }],
    ['a data URI in audio', { audio: `data:audio/mpeg;base64,${base64}` }],
    ['a data URI in url', { url: `data:audio/mpeg;base64,${base64}` }],
  ])('reads JSON with %s', async (_, json) => {
    await using server = await startTestServer({ 'POST /v1/audio/speech': { json }, 'GET /a.mp3': mp3 })
    const speech = await createSpeech(createClient({ baseUrl: server.url }), params)
    expect(speech.mediaType).toBe('audio/mpeg')
    expect(bytesOf(await speech.bytes())).toEqual(sound)
  })

  it.each(['url', 'audio'])('sends neither key nor headers to the other server that %s names', async (field) => {
    await using media = await startTestServer({ 'GET /a.mp3': mp3 })
    await using server = await startTestServer({
      'POST /v1/audio/speech': { json: { [field]: `${media.url}/a.mp3` } },
    })
    const client = createClient({ baseUrl: server.url, apiKey: 'sk-mira-secret', headers: { 'x-team': 'a' } })
    const speech = await createSpeech(client, params, { headers: { 'x-secret': 'b' }, idempotencyKey: 'k' })
    expect(bytesOf(await new Response(speech.stream()).arrayBuffer())).toEqual(sound)
    expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer sk-mira-secret', 'x-secret': 'b' })
    const names = Object.keys(media.requests[0]!.headers)
    for (const name of ['authorization', 'x-team', 'x-secret', 'idempotency-key']) expect(names).not.toContain(name)
  })

  it('resumes a sound at an address whose connection breaks twice', async () => {
    const whole: Reply = { ...mp3, ranges: true, etag: '"1"' } as Reply
    await using server = await startTestServer({
      'POST /v1/audio/speech': { json: { audio_url: '/a.mp3' } },
      'GET /a.mp3': [{ ...whole, dropAt: 20_000 }, { ...whole, resetAt: 20_000 }, whole],
    })
    const client = createClient({ baseUrl: server.url, retry: { baseDelayMs: 1 } })
    const speech = await createSpeech(client, params)
    expect(bytesOf(await speech.bytes())).toEqual(sound)
    expect(server.requests).toHaveLength(4)
  })

  it.each([
    ['short of its length', { cutAt: 10_000, contentLength: sound.length }],
    ['dropped', { dropAt: 10_000 }],
    ['reset', { resetAt: 10_000 }],
    ['dropped in chunks', { dropAt: 10_000, framing: 'chunked' as const }],
  ])('%s is a typed error and billed once', async (_, fault) => {
    await using server = await startTestServer({ 'POST /v1/audio/speech': { ...mp3, ...fault } })
    const client = createClient({ baseUrl: server.url, retry: { baseDelayMs: 1 } })
    const speech = await createSpeech(client, params)
    await expect(speech.bytes()).rejects.toMatchObject({ code: 'stream_interrupted', operation: 'audio.speech' })
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    ['a web page', { html: '<title>Welcome</title>' }],
    ['text', { text: 'Hello' }],
    ['JSON without a sound', { json: { status: 'ok' } }],
    ['JSON that hides it too deep', { json: { data: { data: { data: { data: base64 } } } } }],
    ['what is no base64', { json: { audio: '§' } }],
    ['an address of another kind', { json: { url: 'file:///etc/passwd' } }],
    ['an address of a web page', { json: { url: '/page' } }],
    ['broken JSON', { bytes: new TextEncoder().encode('{'), headers: { 'content-type': 'application/json' } }],
  ])('takes %s for no sound', async (_, reply) => {
    await using server = await startTestServer({ 'POST /v1/audio/speech': reply, 'GET /page': { html: 'Welcome' } })
    const call = createSpeech(createClient({ baseUrl: server.url }), params)
    await expect(call).rejects.toMatchObject({ code: 'invalid_response', operation: 'audio.speech' })
  })

  it.each([
    ['JSON', { json: { error: { message: 'quota is used up', code: 'quota' } } }, 'quota is used up'],
    ['JSON of another form', { json: { detail: 'voice not found' } }, 'voice not found'],
    ['JSON with an error beside a URL', { json: { error: 'too loud', audio_url: '/a.mp3' } }, 'too loud'],
    [
      'problem details',
      { text: '{"detail":"no such voice"}', headers: { 'content-type': 'application/problem+json' } },
      'no such voice',
    ],
    ['JSON sent as text', { text: '{"error":"engine is down"}' }, 'engine is down'],
    ['text', { text: 'upstream is busy' }, 'upstream is busy'],
    ['a web page', { html: '<title>Sign in</title>' }, 'Sign in'],
  ])('reports an error with status 200 as %s in the words of the server', async (_, reply, words) => {
    await using server = await startTestServer({ 'POST /v1/audio/speech': reply })
    const call = createSpeech(createClient({ baseUrl: server.url }), params)
    await expect(call).rejects.toThrow(words)
  })

  it.each([
    ['by its length', { bytes: new Uint8Array(), headers: { 'content-type': 'audio/mpeg' } }],
    ['in chunks', { chunks: [], headers: { 'content-type': 'audio/mpeg' } }],
    ['in JSON', { json: { audio: '' } }],
  ])('takes an empty response for no sound, %s', async (_, reply) => {
    await using server = await startTestServer({ 'POST /v1/audio/speech': reply })
    const client = createClient({ baseUrl: server.url })
    const readers: ((speech: Speech) => Promise<unknown>)[] = [
      (speech: Speech) => speech.bytes(),
      (speech: Speech) => speech.blob(),
      (speech: Speech) => speech.stream().values().next(),
      (speech: Speech) => speech[Symbol.asyncIterator]().next(),
    ]
    for (const read of readers) {
      await expect(createSpeech(client, params).then(read)).rejects.toMatchObject({ code: 'invalid_response' })
    }
  })

  it('is not asked for again after a lost reply, which would bill twice', async () => {
    await using server = await startTestServer({ 'POST /v1/audio/speech': [{ ...mp3, beforeHeaders: 'drop' }, mp3] })
    const client = createClient({ baseUrl: server.url, retry: { baseDelayMs: 1 } })
    await expect(createSpeech(client, params)).rejects.toMatchObject({ code: 'connection_failed' })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.headers['idempotency-key']).toMatch(/^\d+(-\d+){3}$/)
  })

  it('names the URL of audio that cannot be read, because it was paid for', async () => {
    const json = { audio_url: '/gone.mp3', id: 7 }
    await using server = await startTestServer({
      'POST /v1/audio/speech': { json },
      'GET /gone.mp3': { status: 404, json: { detail: 'gone' } },
    })
    const call = createSpeech(createClient({ baseUrl: server.url }), params)
    await expect(call).rejects.toMatchObject({ code: 'not_found', partial: json })
  })

  it('is saved whole or not at all', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mira-speech-'))
    await using server = await startTestServer({
      'POST /v1/audio/speech': [mp3, { ...mp3, dropAt: 9 }, { json: { audio: base64 } }],
    })
    const client = createClient({ baseUrl: server.url })
    const path = join(folder, 'hello.mp3')
    expect(await save(await createSpeech(client, params), path)).toMatchObject({ path, sizeBytes: sound.length })
    const broken = save(await createSpeech(client, params), join(folder, 'broken.mp3'))
    await expect(broken).rejects.toMatchObject({ code: 'stream_interrupted' })
    await expect(readFile(join(folder, 'broken.mp3'))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await save(await createSpeech(client, params), path)).toMatchObject({ mediaType: 'audio/mpeg' })
    expect(bytesOf(await readFile(path))).toEqual(sound)
    await rm(folder, { recursive: true })
  })

  it('can be aborted before it begins, while it plays, and be left', async () => {
    const stalled: Reply = { ...mp3, stallAt: 1_000 }
    await using server = await startTestServer({
      'POST /v1/audio/speech': [{ ...mp3, beforeHeaders: 'stall' }, stalled, stalled],
    })
    const client = createClient({ baseUrl: server.url })
    const early = new AbortController()
    const begun = createSpeech(client, params, { signal: early.signal })
    await server.nextRequest()
    early.abort('early')
    await expect(begun).rejects.toBe('early')
    const late = new AbortController()
    const playing = await createSpeech(client, params, { signal: late.signal })
    const chunks = playing[Symbol.asyncIterator]()
    await chunks.next()
    late.abort('late')
    await expect(chunks.next()).rejects.toBe('late')
    {
      await using left = await createSpeech(client, params)
      expect(left.mediaType).toBe('audio/mpeg')
    }
    await server.socketsClosed()
  })

  it.each([{}, { input: '' }, { input: 7 }, undefined])('refuses %o', async (value) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    await expect(createSpeech(client, value as never)).rejects.toThrow(TypeError)
  })
})

it.each([
  { json: { error: { message: 'No voice for sk-mira-secret' } } },
  { json: { detail: 'No voice for sk-mira-secret' } },
  { text: 'No voice for sk-mira-secret', headers: { 'content-type': 'text/plain' } },
])('keeps the key out of the error %j', async (reply) => {
  await using server = await startTestServer({ 'POST /v1/audio/speech': reply })
  const client = createClient({ baseUrl: server.url, apiKey: 'sk-mira-secret', retry: false })
  const error: unknown = await createSpeech(client, { input: 'x' }).then(
    (speech) => speech.bytes(),
    (reason) => reason,
  )
  expect(error).toMatchObject({ message: expect.stringContaining('No voice for [redacted]') })
  expect(JSON.stringify([error, (error as { body?: unknown }).body])).not.toContain('sk-mira-secret')
})
