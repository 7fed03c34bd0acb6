import { bodyOf, createGate, everyByteOf, type Reply, startTestServer } from '@mira/test-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EndEvent } from './call-event.ts'
import { metadataOf } from './call-report.ts'
import { createClient } from './client.ts'
import { isMiraError } from './error.ts'
import { EventStream } from './event-stream.ts'
import { createTextReader, drain, failureOf, openText, rejectionOf, transports } from './pipeline.test-support.ts'

const hello: Reply = { sse: ['Hel', { event: 'note', data: '1' }, 'lo', ' wörld', '[DONE]'] }
const whole = 'Hello wörld'

const unhandled: unknown[] = []
const note = (reason: unknown): void => void unhandled.push(reason)
beforeAll(() => void process.on('unhandledRejection', note))
afterAll(() => {
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

describe.each(transports)('a stream over $transport', ({ fetch }) => {
  const open = (baseUrl: string, options: { retry?: number | false; signal?: AbortSignal } = {}) =>
    openText(createClient({ baseUrl, fetch, retry: 0 }), options)

  it('hands out items in order, then the result', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': hello })
    const stream = open(server.url)
    expect(await drain(stream)).toEqual({ items: ['Hel', 'lo', ' wörld'], error: undefined })
    expect(await stream.final()).toEqual({ text: whole, notes: 1 })
    expect(stream.snapshot).toEqual({ text: whole, notes: 1 })
    expect(server.requests.map(({ headers }) => headers.accept)).toEqual(['text/event-stream'])
    expect(metadataOf(stream)?.attempts).toEqual([expect.objectContaining({ attempt: 1, status: 200 })])
  })

  it('sends nothing before it is read', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': hello })
    const stream = open(server.url)
    expect(stream.snapshot).toEqual({ text: '', notes: 0 })
    expect(metadataOf(stream)).toBeUndefined()
    expect(server.requests).toEqual([])
    await stream.final()
    expect(server.requests).toHaveLength(1)
  })

  it('ends in the result or in one typed error at every byte at which it can be cut, dropped or reset', async () => {
    const doneAt = Buffer.from(bodyOf(hello)).indexOf('[DONE]\n\n') + '[DONE]\n\n'.length
    const faults = ['cutAt', 'dropAt', 'resetAt'] as const
    await using server = await startTestServer({
      'POST /v1/stream': ({ headers }) => ({ ...hello, [headers['x-fault'] ?? '']: Number(headers['x-at']) }),
    })
    const client = createClient({ baseUrl: server.url, fetch, retry: false })
    for (const at of everyByteOf(hello)) {
      const outcomes = faults.map(async (fault) => {
        const stream = openText(client, { headers: { 'x-fault': fault, 'x-at': String(at) } })
        const { items, error } = await drain(stream)
        const final = await stream.final().catch((reason: unknown) => reason)
        const where = `${fault} ${at}`
        expect(whole.startsWith(items.join('')), where).toBe(true)
        // The end of the body stands in for the blank line after the last event.
        if (at >= doneAt - (fault === 'cutAt' ? 2 : 0))
          return expect([items.join(''), error], where).toEqual([whole, undefined])
        if (!isMiraError(error)) throw new Error(`${where}: no MiraError`, { cause: error })
        expect(final, where).toBe(error)
        // A reset may arrive before the headers; the stream has then not started and cannot be interrupted.
        if (error.code === 'connection_failed') return expect([fault, items], where).toEqual(['resetAt', []])
        expect(error, where).toMatchObject({ code: 'stream_interrupted', operation: 'text.stream', retryable: true })
        expect(error.attempts, where).toHaveLength(1)
        expect((error.partial as { text: string }).text, where).toBe(items.join(''))
      })
      await Promise.all(outcomes)
    }
  })

  it('closes the connection at once when the loop is left', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', 'b', createGate()] } })
    const stream = open(server.url)
    for await (const item of stream) {
      expect(item).toBe('a')
      break
    }
    await server.waitForClose()
    expect(await failureOf(stream.final())).toMatchObject({
      code: 'stream_closed',
      partial: { text: expect.stringMatching(/^ab?$/) },
    })
    expect(await drain(stream)).toEqual({ items: [], error: undefined })
  })

  it('closes the connection when the loop throws, and when a disposed scope ends', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', createGate()] } })
    const failure = new Error('mine')
    const read = async (): Promise<void> => {
      for await (const _ of open(server.url)) throw failure
    }
    expect(await rejectionOf(read())).toBe(failure)
    await server.waitForClose()
    {
      await using stream = open(server.url)
      await stream[Symbol.asyncIterator]().next()
    }
    await server.waitForClose()
    expect(server.requests).toHaveLength(2)
  })

  it('gives the result beside a loop, twice, without taking items from it', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': hello })
    const stream = open(server.url)
    const [loop, first, second] = await Promise.all([drain(stream), stream.final(), stream.final()])
    expect(loop).toEqual({ items: ['Hel', 'lo', ' wörld'], error: undefined })
    expect([first, second]).toEqual(Array(2).fill({ text: whole, notes: 1 }))
    expect(server.requests).toHaveLength(1)
  })

  it('fails the loop and the result with the same error', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a'], dropAt: 9 } })
    const stream = open(server.url)
    const [loop, first, second] = await Promise.all([
      drain(stream),
      failureOf(stream.final()),
      failureOf(stream.final()),
    ])
    expect(loop).toEqual({ items: ['a'], error: first })
    expect(second).toBe(first)
    expect(first).toMatchObject({ code: 'stream_interrupted', partial: { text: 'a' } })
  })

  it('hands each item to one of several readers at once', async () => {
    const gate = createGate()
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', gate, 'b', '[DONE]'] } })
    const iterator = open(server.url)[Symbol.asyncIterator]()
    const reads = [iterator.next(), iterator.next(), iterator.next()]
    await gate.reached
    gate.open()
    expect(await Promise.all(reads)).toEqual([
      { done: false, value: 'a' },
      { done: false, value: 'b' },
      { done: true, value: undefined },
    ])
  })

  it('closed before it is read, sends nothing', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': hello })
    for (const close of [
      (stream: ReturnType<typeof open>) => stream.close(),
      (stream: ReturnType<typeof open>) => stream[Symbol.asyncIterator]().return?.(),
      (stream: ReturnType<typeof open>) => stream[Symbol.asyncDispose](),
      (stream: ReturnType<typeof open>) => stream.toReadableStream().cancel(),
    ]) {
      const stream = open(server.url)
      await close(stream)
      expect(await drain(stream)).toEqual({ items: [], error: undefined })
      expect(await failureOf(stream.final())).toMatchObject({ code: 'stream_closed', partial: { text: '' } })
    }
    expect(server.requests).toEqual([])
  })

  it.each([
    { where: 'before the headers', reply: { beforeHeaders: 'stall' } satisfies Reply },
    { where: 'before the first event', reply: { sse: [createGate()] } satisfies Reply },
  ])('closed while it opens, $where, aborts the request', async ({ reply }) => {
    await using server = await startTestServer({ 'POST /v1/stream': reply })
    const stream = open(server.url)
    const reading = drain(stream)
    await server.nextRequest()
    stream.close()
    expect(await reading).toEqual({ items: [], error: undefined })
    await server.waitForClose()
    expect(await failureOf(stream.final())).toMatchObject({ code: 'stream_closed' })
  })

  it('gives the result at once when the server lingers after the end, and closes that connection', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', '[DONE]', createGate()] } })
    expect(await open(server.url).final()).toEqual({ text: 'a', notes: 0 })
    await server.waitForClose()
  })

  it('ignores what follows the end', async () => {
    await using server = await startTestServer({
      'POST /v1/stream': { sse: ['a', '[DONE]', 'b', { event: 'error', data: 'x' }] },
    })
    expect(await drain(open(server.url))).toEqual({ items: ['a'], error: undefined })
  })

  it('leaves the connection fit for the next call when the server ends properly', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': hello })
    const client = createClient({ baseUrl: server.url, fetch })
    for (let count = 0; count < 10; count += 1) await openText(client).final()
    // The result does not wait for the last chunk, so calls alternate between two connections; a few more under load.
    expect(server.acceptedSockets).toBeLessThan(8)
  })

  it('is its own body: the events as the server sent them', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': hello })
    const body = open(server.url).toReadableStream()
    expect(await new Response(body).text()).toBe(
      'data: Hel\n\nevent: note\ndata: 1\n\ndata: lo\n\ndata:  wörld\n\ndata: [DONE]\n\n',
    )
  })

  it('does not hand on the events of an attempt that was given up', async () => {
    const refusal: Reply = { sse: [{ event: 'error', data: 'busy' }] }
    await using server = await startTestServer({ 'POST /v1/stream': [refusal, hello] })
    const client = createClient({ baseUrl: server.url, fetch, retry: { maxRetries: 1, baseDelayMs: 1 } })
    const text = await new Response(openText(client).toReadableStream()).text()
    expect(text.startsWith('data: Hel\n\n')).toBe(true)
    expect(text).not.toContain('busy')
  })

  it('closes the connection when its body is cancelled, and fails its body when the stream fails', async () => {
    await using server = await startTestServer({
      'POST /v1/stream': [{ sse: ['a', createGate()] }, { sse: ['a'], dropAt: 9 }],
    })
    const reader = open(server.url).toReadableStream().getReader()
    await reader.read()
    await reader.cancel()
    await server.waitForClose()
    const failing = new Response(open(server.url).toReadableStream()).text()
    expect(await failureOf(failing)).toMatchObject({ code: 'stream_interrupted' })
  })

  it('does not pretend to be whole when it is closed while its body is read', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', createGate()] } })
    const stream = open(server.url)
    const reader = stream.toReadableStream().getReader()
    await reader.read()
    stream.close()
    const rest = await reader.read().then(
      ({ value }) => new TextDecoder().decode(value),
      () => 'failed',
    )
    expect(rest).not.toContain('[DONE]')
  })

  it('gives all items of one read as a batch', async () => {
    const gate = createGate()
    await using server = await startTestServer({
      'POST /v1/stream': {
        chunks: ['data: a\n\ndata: b\n\n', gate, 'data: c\n\ndata: [DONE]\n\n'],
        headers: { 'content-type': 'text/event-stream' },
      },
    })
    const batches = open(server.url).batches()[Symbol.asyncIterator]()
    expect(await batches.next()).toEqual({ done: false, value: ['a', 'b'] })
    gate.open()
    expect(await batches.next()).toEqual({ done: false, value: ['c'] })
    expect(await batches.next()).toEqual({ done: true, value: undefined })
  })

  it('gives each batch to one of several readers at once, and ends for all at the end', async () => {
    const gate = createGate()
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', gate, 'b', '[DONE]'] } })
    const batches = open(server.url).batches()[Symbol.asyncIterator]()
    const reads = [batches.next(), batches.next(), batches.next()]
    await gate.reached
    gate.open()
    expect(await Promise.all(reads)).toEqual([
      { done: false, value: ['a'] },
      { done: false, value: ['b'] },
      { done: true, value: undefined },
    ])
  })

  it('closes the connection when a loop over batches is left', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', createGate()] } })
    for await (const batch of open(server.url).batches()) {
      expect(batch).toEqual(['a'])
      break
    }
    await server.waitForClose()
  })

  it.each<{ failure: string; reply: Reply }>([
    { failure: 'a refusal', reply: { status: 503 } },
    { failure: 'a drop before the headers', reply: { beforeHeaders: 'drop' } },
    { failure: 'a drop before the first event', reply: { sse: [{ comment: 'hi' }, 'a'], dropAt: 8 } },
    { failure: 'an error as the first event', reply: { sse: [{ event: 'error', data: 'busy' }] } },
    { failure: 'an end before the first event', reply: { sse: [] } },
  ])('is tried again after $failure', async ({ reply }) => {
    await using server = await startTestServer({ 'POST /v1/stream': [reply, hello] })
    const client = createClient({ baseUrl: server.url, fetch, retry: { maxRetries: 1, baseDelayMs: 1 } })
    const stream = openText(client)
    expect(await drain(stream)).toEqual({ items: ['Hel', 'lo', ' wörld'], error: undefined })
    expect(metadataOf(stream)?.attempts).toHaveLength(2)
  })

  it.each<{ failure: string; reply: Reply }>([
    { failure: 'a drop after an item', reply: { sse: ['a', 'b'], dropAt: 9 } },
    { failure: 'an error event after an item', reply: { sse: ['a', { event: 'error', data: 'busy' }] } },
    {
      failure: 'an error event in the same read as an item',
      reply: { sse: ['a', { event: 'error', data: 'busy' }], splitAt: [] },
    },
    {
      failure: 'a drop after an event that gave no item',
      reply: { sse: [{ event: 'note', data: '1' }, 'a'], dropAt: 23 },
    },
  ])('is not tried again after $failure', async ({ reply }) => {
    await using server = await startTestServer({ 'POST /v1/stream': [reply, hello] })
    const client = createClient({ baseUrl: server.url, fetch, retry: { maxRetries: 3, baseDelayMs: 1 } })
    const { error } = await drain(openText(client))
    expect(error).toMatchObject({ partial: expect.anything(), retryable: true })
    expect(server.requests).toHaveLength(1)
  })

  it('delivers the items that came before an error in the same read', async () => {
    await using server = await startTestServer({
      'POST /v1/stream': { sse: ['a', 'b', { event: 'error', data: 'busy' }], splitAt: [] },
    })
    const { items, error } = await drain(open(server.url))
    expect(items).toEqual(['a', 'b'])
    expect(error).toMatchObject({
      code: 'overloaded',
      message: 'busy',
      operation: 'text.stream',
      partial: { text: 'ab' },
    })
    await server.waitForClose()
  })

  it('refuses what is no event stream', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': [{ json: { text: 'hi' } }, { html: '<p>hi</p>' }] })
    for (const type of ['application/json', 'text/html']) {
      expect(await failureOf(open(server.url).final())).toMatchObject({
        code: 'invalid_response',
        status: 200,
        message: expect.stringContaining(type),
      })
    }
  })

  it.each(['text/event-stream; charset=utf-8', 'Text/Event-Stream', null])(
    'accepts the content type %s',
    async (type) => {
      await using server = await startTestServer({ 'POST /v1/stream': { ...hello, headers: { 'content-type': type } } })
      expect(await open(server.url).final()).toEqual({ text: whole, notes: 1 })
    },
  )

  it.each(['text/plain; charset=utf-8', 'application/octet-stream'])(
    'accepts events that are labeled as %s, however they are split',
    async (type) => {
      await using server = await startTestServer({
        'POST /v1/stream': [1, 3, 5, 999].map((chunkBytes) => ({
          ...hello,
          chunkBytes,
          headers: { 'content-type': type },
        })),
      })
      for (let index = 0; index < 4; index += 1)
        expect(await open(server.url).final()).toEqual({ text: whole, notes: 1 })
    },
  )

  it('refuses a text that is no event stream, without a retry', async () => {
    await using server = await startTestServer({
      'POST /v1/stream': { text: 'down for maintenance', headers: { 'content-type': 'text/plain' } },
    })
    const error = await failureOf(open(server.url).final())
    expect(error).toMatchObject({ code: 'invalid_response', message: expect.stringContaining('text/plain') })
    expect(server.requests).toHaveLength(1)
  })

  it('refuses an event that is too large', async () => {
    await using server = await startTestServer({
      'POST /v1/stream': { sse: ['a', 'x'.repeat(5_000)], chunkBytes: 512 },
    })
    const client = createClient({ baseUrl: server.url, fetch, limits: { maxEventBytes: 1_024 } })
    const { items, error } = await drain(openText(client))
    expect(items).toEqual(['a'])
    expect(error).toMatchObject({ code: 'limit_exceeded', retryable: false, partial: { text: 'a' } })
    await server.waitForClose()
  })

  it('rejects with the reason of the signal, as it is, wherever it comes', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', createGate()] } })
    for (const reason of ['text', null, 0, new DOMException('x', 'AbortError')]) {
      const controller = new AbortController()
      const stream = open(server.url, { signal: controller.signal })
      const iterator = stream[Symbol.asyncIterator]()
      await iterator.next()
      const next = iterator.next()
      controller.abort(reason)
      expect(await rejectionOf(next)).toBe(reason)
      expect(await rejectionOf(stream.final())).toBe(reason)
      await server.waitForClose()
    }
  })

  it('reports its end once, with what it was left with', async () => {
    await using server = await startTestServer({
      'POST /v1/stream': [hello, { sse: ['a', createGate()] }, { sse: ['a'], dropAt: 9 }, { beforeHeaders: 'stall' }],
    })
    const ends: EndEvent[] = []
    const client = createClient({ baseUrl: server.url, fetch, hooks: { onEnd: (event) => void ends.push(event) } })
    await openText(client).final()
    for await (const _ of openText(client)) break
    await drain(openText(client))
    const opening = openText(client)
    const reading = drain(opening)
    while (server.requests.length < 4) await server.nextRequest()
    opening.close()
    await reading
    expect(ends.map(({ error }) => (isMiraError(error) ? error.code : error))).toEqual([
      undefined,
      undefined,
      'stream_interrupted',
      undefined,
    ])
  })
})

describe('a middleware and a stream', () => {
  it('a middleware that answers by itself fails the stream instead of running for ever', async () => {
    let calls = 0
    const client = createClient({
      baseUrl: 'http://127.0.0.1:1',
      middleware: [
        async () => {
          calls += 1
          // Without this limit, a stream that keeps reading would never yield to the event loop.
          if (calls > 3) throw new Error('asked again and again')
          return { status: 200, headers: new Headers(), url: '', data: { text: 'cached' } }
        },
      ],
    })
    expect(await failureOf(openText(client).final())).toMatchObject({ code: 'invalid_response' })
    expect(calls).toBe(1)
  })

  it('an unreadable event that its reader throws at is still one failure', async () => {
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', '{'] } })
    const events = createTextReader()
    const reader = {
      ...events,
      read: (event: Parameters<typeof events.read>[0]) =>
        event.data === '{' ? JSON.parse(event.data) : events.read(event),
    }
    const stream = new EventStream({
      client: createClient({ baseUrl: server.url }),
      spec: { operation: 'text.stream', method: 'POST', path: '/v1/stream' },
      reader,
    })
    const { items, error } = await drain(stream)
    expect(items).toEqual(['a'])
    expect(await rejectionOf(stream.final())).toBe(error)
    await server.waitForClose()
  })
})

describe('a custom fetch that copies the body', () => {
  // The copy keeps the connection open until the call is aborted.
  async function open(reply: Reply) {
    const server = await startTestServer({ 'POST /v1/stream': reply })
    const copies: { signal: AbortSignal | null | undefined; text: Promise<string> }[] = []
    const copying: typeof fetch = async (url, init) => {
      const response = await fetch(url, init)
      copies.push({ signal: init?.signal, text: response.clone().text() })
      return response
    }
    const stream = openText(createClient({ baseUrl: server.url, fetch: copying, retry: false }))
    return { stream, copies, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  }

  it('gets the whole body when an event reports an error', async () => {
    await using opened = await open({ sse: ['Hel', { event: 'error', data: 'Overloaded' }] })
    expect((await drain(opened.stream)).error).toMatchObject({ code: 'overloaded' })
    expect(await opened.copies[0]?.text).toContain('Overloaded')
  })

  it('is aborted when the loop is left', async () => {
    await using opened = await open({ sse: ['Hel', 'lo'], stallAt: 14 })
    for await (const _ of opened.stream) break
    expect(opened.copies[0]?.signal?.aborted).toBe(true)
    await expect(opened.copies[0]?.text).rejects.toMatchObject({ code: 'stream_closed' })
  })
})
