import { createGate, type Reply, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { metadataOf } from './call-report.ts'
import { createClient } from './client.ts'
import { download } from './download.ts'
import type { DownloadProgress } from './download-options.ts'
import { createBytes, hashOf, listenerCount } from './files.test-support.ts'
import {
  drain,
  failureOf,
  liveTimers,
  rejectionOf,
  timerDueIn,
  timersGone,
  transports,
} from './pipeline.test-support.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'
import { createVirtualClock } from './testing/virtual-clock.ts'

const megabyte = 1024 * 1024
const content = createBytes(20 * megabyte)
const small = createBytes(10_000)
const whole: Reply = { bytes: content, ranges: true, etag: '"v1"' }
const retry = { baseDelayMs: 1 }

describe.each(transports)('over $transport', ({ fetch }) => {
  const route = 'GET /v1/file'
  const open = (url: string, options = {}) =>
    download(createClient({ baseUrl: url, fetch, retry }), '/v1/file', options)

  it('sends nothing before it is read', async () => {
    await using server = await startTestServer({ [route]: { bytes: small } })
    const file = open(server.url)
    expect(server.requests).toEqual([])
    await file.bytes()
    expect(server.requests).toHaveLength(1)
  })

  it('20 MB arrive as they are, however they are taken', async () => {
    await using server = await startTestServer({
      [route]: { bytes: content, headers: { 'content-type': 'audio/wav' } },
    })
    const hash = hashOf(content)
    expect(hashOf(await open(server.url).bytes())).toBe(hash)
    const blob = await open(server.url).blob()
    expect([blob.type, hashOf(new Uint8Array(await blob.arrayBuffer()))]).toEqual(['audio/wav', hash])
    expect(hashOf(new Uint8Array(await new Response(open(server.url).stream()).arrayBuffer()))).toBe(hash)
    const { items, error } = await drain(open(server.url))
    expect([error, hashOf(Buffer.concat(items))]).toEqual([undefined, hash])
    const written: Uint8Array[] = []
    await open(server.url).saveTo(new WritableStream({ write: (chunk) => void written.push(chunk) }))
    expect(hashOf(Buffer.concat(written))).toBe(hash)
  })

  it('two drops are survived by asking for the rest', async () => {
    await using server = await startTestServer({
      [route]: [{ ...whole, dropAt: 5_000_000 }, { ...whole, resetAt: 7_000_001 }, whole],
    })
    expect(hashOf(await open(server.url).bytes())).toBe(hashOf(content))
    const asked = server.requests.map(({ headers }) => [headers.range, headers['if-range']])
    expect(asked).toEqual([
      [undefined, undefined],
      [expect.stringMatching(/^bytes=[1-9]\d*-$/), '"v1"'],
      [expect.stringMatching(/^bytes=[1-9]\d*-$/), '"v1"'],
    ])
  })

  it('what is known is skipped when the server ignores the range', async () => {
    await using server = await startTestServer({
      [route]: [
        { bytes: content, etag: '"v1"', dropAt: 5_000_000 },
        { bytes: content, etag: '"v1"' },
      ],
    })
    const { items, error } = await drain(open(server.url))
    expect([error, hashOf(Buffer.concat(items))]).toEqual([undefined, hashOf(content)])
  })

  const changed = createBytes(megabyte + 1).reverse()
  const replacements: { change: string; first: Reply; second: readonly Reply[]; requests: number }[] = [
    {
      change: 'has another tag',
      first: { etag: '"v1"' },
      second: [{ bytes: changed, ranges: true, etag: '"v2"' }],
      requests: 2,
    },
    { change: 'has no tag to tell', first: {}, second: [{ bytes: changed, ranges: true }], requests: 1 },
    { change: 'has a weak tag', first: { etag: 'W/"v1"' }, second: [{ bytes: changed, etag: 'W/"v1"' }], requests: 1 },
    {
      change: 'is shorter than what is known',
      first: { etag: '"v1"' },
      second: [{ status: 416 }, { bytes: changed, etag: '"v2"' }],
      requests: 2,
    },
  ]
  it.each(replacements)('a content that $change begins anew where that is possible', async ({ first, second }) => {
    await using server = await startTestServer({
      [route]: [{ ...first, bytes: content, dropAt: 5_000_000 }, ...second],
    })
    expect(hashOf(await open(server.url).bytes())).toBe(hashOf(changed))
  })

  it.each(replacements)(
    'a content that $change is an error where chunks were handed out',
    async ({ first, second, requests }) => {
      await using server = await startTestServer({
        [route]: [{ ...first, bytes: content, dropAt: 5_000_000 }, ...second],
      })
      const { items, error } = await drain(open(server.url))
      expect(items.length).toBeGreaterThan(0)
      expect(error).toMatchObject({ code: 'stream_interrupted' })
      expect(server.requests).toHaveLength(requests)
    },
  )

  it.each<{ fault: string; reply: Reply }>([
    { fault: 'dropped', reply: { dropAt: 4_000 } },
    { fault: 'reset', reply: { resetAt: 4_000 } },
    { fault: 'cut short', reply: { cutAt: 4_000, contentLength: 10_000 } },
  ])('a reply that is $fault again and again is an error, never a short file', async ({ reply }) => {
    await using server = await startTestServer({ [route]: { bytes: small, ...reply } })
    const error = await failureOf(open(server.url).bytes())
    expect(error).toMatchObject({ code: 'stream_interrupted', retryable: true, partial: { totalBytes: 10_000 } })
    expect(error.message).toMatch(/^download: the connection broke after \d+ of 10000 bytes$/)
    expect(server.requests).toHaveLength(3)
    await server.waitForClose()
  })

  it('each megabyte gained is worth another try', async () => {
    const drops = Array.from({ length: 8 }, (): Reply => ({ ...whole, dropAt: 2_200_000 }))
    await using server = await startTestServer({ [route]: [...drops, whole] })
    expect(hashOf(await open(server.url).bytes())).toBe(hashOf(content))
    expect(server.requests).toHaveLength(9)
  })

  it('without retries there is no second connection', async () => {
    await using server = await startTestServer({ [route]: [{ ...whole, dropAt: 5_000 }, whole] })
    expect(await failureOf(open(server.url, { retry: false }).bytes())).toMatchObject({ code: 'stream_interrupted' })
    expect(server.requests).toHaveLength(1)
  })

  it('what was made by a POST is not asked for again', async () => {
    await using server = await startTestServer({ 'POST /v1/speech': { ...whole, dropAt: 5_000 } })
    const client = createClient({ baseUrl: server.url, fetch, retry })
    const speech = download(client, { operation: 'speech.create', path: '/v1/speech', json: { input: 'x' } })
    const error = await failureOf(speech.bytes())
    expect(error).toMatchObject({ code: 'stream_interrupted', operation: 'speech.create' })
    expect(server.requests).toHaveLength(1)
  })

  it('a compressed reply is decoded, and its length does not misfire', async () => {
    const text = 'hello '.repeat(10_000)
    await using server = await startTestServer({ [route]: { text, encoding: 'gzip', etag: '"v1"' } })
    const file = open(server.url)
    expect(await file.text()).toBe(text)
    expect(file.progress).toEqual({ receivedBytes: 60_000, totalBytes: undefined })
    expect(server.requests[0]!.headers['accept-encoding']).toBe('identity')
  })

  it('a compressed reply that breaks off is an error', async () => {
    await using server = await startTestServer({ [route]: { bytes: small, encoding: 'gzip', dropAt: 5_000 } })
    expect(await failureOf(open(server.url, { retry: false }).bytes())).toMatchObject({ code: 'stream_interrupted' })
  })

  it('a part that nobody asked for is refused', async () => {
    const headers = { 'content-range': 'bytes 5-9/10' }
    await using server = await startTestServer({ [route]: { status: 206, bytes: small.subarray(0, 5), headers } })
    expect(await failureOf(open(server.url).bytes())).toMatchObject({ code: 'invalid_response' })
    await server.waitForClose()
  })

  it('more than maxBytes is refused', async () => {
    await using server = await startTestServer({ [route]: whole })
    expect(await failureOf(open(server.url, { maxBytes: 1_000 }).bytes())).toMatchObject({ code: 'limit_exceeded' })
    await server.waitForClose()
  })

  it('a refusal is the typed error, and is retried like any other', async () => {
    await using server = await startTestServer({
      [route]: [{ status: 503 }, { status: 404, json: { detail: 'gone' } }],
    })
    expect(await failureOf(open(server.url).bytes())).toMatchObject({ code: 'not_found', status: 404 })
    expect(server.requests).toHaveLength(2)
  })

  it('progress grows to the whole', async () => {
    await using server = await startTestServer({ [route]: whole })
    const events: DownloadProgress[] = []
    await open(server.url, { onProgress: (event: DownloadProgress) => events.push(event) }).bytes()
    const counts = events.map(({ receivedBytes }) => receivedBytes)
    expect(counts).toEqual(counts.toSorted((one, other) => one - other))
    expect(counts.length).toBeGreaterThan(1)
    expect(counts.length).toBeLessThan(40)
    expect(events.at(-1)).toEqual({ receivedBytes: content.length, totalBytes: content.length })
  })

  it('describes the content before it is read, and keeps the metadata', async () => {
    const headers = { 'content-type': 'video/mp4', 'x-request-id': 'r1' }
    await using server = await startTestServer({ [route]: { bytes: small, headers } })
    const file = open(server.url)
    expect(await file.open()).toEqual({ mediaType: 'video/mp4', totalBytes: 10_000 })
    expect(metadataOf(file)?.requestId).toBe('r1')
    expect(await file.bytes()).toHaveLength(10_000)
    expect(server.requests).toHaveLength(1)
    expect(() => file.chunks()).toThrow('read only once')
  })

  it('an abort in mid-download closes the socket and rejects with the reason', async () => {
    const gate = createGate()
    await using server = await startTestServer({ [route]: { chunks: [Buffer.from(small), gate] } })
    const controller = new AbortController()
    const outcome = rejectionOf(open(server.url, { signal: controller.signal }).bytes())
    await gate.reached
    const reason = new Error('changed my mind')
    controller.abort(reason)
    expect(await outcome).toBe(reason)
    await server.waitForClose()
    expect(listenerCount(controller.signal)).toBe(0)
  })

  it('an abort between two reads is noticed by the next one', async () => {
    await using server = await startTestServer({ [route]: { bytes: small, stallAt: 5_000 } })
    const controller = new AbortController()
    const chunks = open(server.url, { signal: controller.signal }).chunks()
    await chunks.next()
    const reason = new Error('changed my mind')
    controller.abort(reason)
    expect(await rejectionOf(chunks.next())).toBe(reason)
    await server.waitForClose()
  })

  it('leaving the loop closes the socket, and leaves neither listener nor timer', async () => {
    await using server = await startTestServer({ [route]: { bytes: content, stallAt: megabyte } })
    const { signal } = new AbortController()
    const timersBefore = liveTimers()
    for await (const chunk of open(server.url, { signal })) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    await server.waitForClose()
    expect(listenerCount(signal)).toBe(0)
    await timersGone(timersBefore)
  })

  it('a stream that is cancelled closes the socket even while it waits', async () => {
    await using server = await startTestServer({ [route]: { bytes: small, stallAt: 5_000 } })
    const reader = open(server.url).stream().getReader()
    let receivedBytes = 0
    while (receivedBytes < 5_000) receivedBytes += (await reader.read()).value!.length
    const pending = reader.read()
    await reader.cancel()
    expect((await pending).done).toBe(true)
    await server.waitForClose()
  })

  it('one that is closed elsewhere rejects for whoever reads it', async () => {
    await using server = await startTestServer({ [route]: { bytes: small, stallAt: 5_000 } })
    const file = open(server.url)
    const outcome = failureOf(file.bytes())
    await server.nextRequest()
    file.close()
    expect(await outcome).toMatchObject({ code: 'stream_closed' })
    await server.waitForClose()
  })

  it('a server that falls silent is left after the idle time, and the rest is asked for', async () => {
    const clock = createVirtualClock()
    const reply: Reply = { ...whole, bytes: small }
    await using server = await startTestServer({ [route]: [{ ...reply, stallAt: 5_000 }, reply] })
    const client = createClient({ baseUrl: server.url, fetch, clock, timeout: { idle: 7_000 }, random: () => 0.5 })
    const file = download(client, '/v1/file')
    const outcome = file.bytes()
    while (file.progress.receivedBytes < 5_000) await new Promise((resolve) => setImmediate(resolve))
    await timerDueIn(clock, 7_000)
    await clock.advance(7_000)
    await timerDueIn(clock, 250)
    await clock.advance(250)
    expect(hashOf(await outcome)).toBe(hashOf(small))
    expect(server.requests[1]!.headers.range).toBe('bytes=5000-')
    expect(clock.pending).toEqual([])
  })

  it('a failed target aborts, and closes the socket', async () => {
    await using server = await startTestServer({ [route]: { bytes: content, stallAt: megabyte } })
    const failure = new Error('disk full')
    const target = new WritableStream({
      write: () => {
        throw failure
      },
    })
    expect(await rejectionOf(open(server.url).saveTo(target))).toBe(failure)
    await server.waitForClose()
  })
})

it('the key goes to the own origin only', async () => {
  await using media = await startTestServer({ 'GET /a.mp3': { bytes: small } })
  await using server = await startTestServer({ 'GET /v1/file': { bytes: small } })
  const client = createClient({ baseUrl: server.url, apiKey: 'sk-mira-0123456789abcdef' })
  await download(client, `${media.url}/a.mp3`).bytes()
  await download(client, '/v1/file').bytes()
  await download(client, `${server.url}/v1/file`).bytes()
  expect(media.requests[0]!.headers.authorization).toBeUndefined()
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
    Array(2).fill('Bearer sk-mira-0123456789abcdef'),
  )
})

it('a body shorter than declared is an error even where the runtime lets it pass', async () => {
  const fetch = async (): Promise<Response> => new Response('short', { headers: { 'content-length': '10' } })
  const client = createClient({ baseUrl: 'http://mira.test', fetch, retry: false })
  const error = await failureOf(download(client, '/v1/file').bytes())
  expect(error).toMatchObject({
    code: 'stream_interrupted',
    message: 'download: the server closed the connection after 5 of 10 bytes',
  })
})

it('a middleware cannot answer a download', async () => {
  const fetch = createScriptedFetch({})
  const answer = { status: 200, headers: new Headers(), url: 'http://mira.test', data: {} }
  const client = createClient({ baseUrl: 'http://mira.test', fetch, middleware: [async () => answer] })
  expect(await failureOf(download(client, '/v1/file').bytes())).toMatchObject({ code: 'invalid_response' })
})

it.each(['v1/file', 'file:///etc/passwd', '', 'data:text/plain,x'])('the address %j is refused', (address) => {
  expect(() => download(createClient({ baseUrl: 'http://mira.test' }), address)).toThrow(TypeError)
})
