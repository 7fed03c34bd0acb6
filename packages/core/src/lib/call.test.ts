import { getEventListeners } from 'node:events'
import { createGate, type Gate, type Reply, startTestServer } from '@mira/test-server'
import { describe, expect, it, vi } from 'vitest'
import { billed } from './billed.ts'
import { createClient } from './client.ts'
import type { MiraError, TimeoutName } from './error.ts'
import { callThing, drain, failureOf, openText, rejectionOf, timerDueIn, transports } from './pipeline.test-support.ts'
import type { Timeouts } from './settings.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'
import { createVirtualClock } from './testing/virtual-clock.ts'
import type { Middleware } from './wire-types.ts'

interface Stall {
  where: string
  kind: 'json' | 'stream'
  /** `late` opens just before the timeout expires. */
  reply: (late: Gate) => Reply
  timeout: Partial<Timeouts>
  expired: TimeoutName
}

const never = Number.POSITIVE_INFINITY
const quiet: Timeouts = { total: never, attempt: never, firstEvent: never, idle: never }

const stalls: readonly Stall[] = [
  {
    where: 'before the headers',
    kind: 'json',
    reply: () => ({ beforeHeaders: 'stall' }),
    timeout: { attempt: 100 },
    expired: 'attempt',
  },
  {
    where: 'before the headers',
    kind: 'json',
    reply: () => ({ beforeHeaders: 'stall' }),
    timeout: { total: 100, attempt: 200 },
    expired: 'total',
  },
  {
    where: 'after the headers',
    kind: 'json',
    reply: () => ({ json: { a: 1 }, stallAt: 0 }),
    timeout: { idle: 100 },
    expired: 'idle',
  },
  {
    where: 'after the headers',
    kind: 'json',
    reply: () => ({ json: { a: 1 }, stallAt: 0 }),
    timeout: { attempt: 100 },
    expired: 'attempt',
  },
  {
    where: 'in mid-body',
    kind: 'json',
    reply: () => ({ json: { a: 1 }, stallAt: 3 }),
    timeout: { idle: 100 },
    expired: 'idle',
  },
  {
    where: 'in mid-body',
    kind: 'json',
    reply: () => ({ json: { a: 1 }, stallAt: 3 }),
    timeout: { total: 100, idle: 200 },
    expired: 'total',
  },
  {
    where: 'before the last byte is said to be the last',
    kind: 'json',
    reply: () => ({ json: { a: 1 }, framing: 'chunked', stallAt: 99 }),
    timeout: { idle: 100 },
    expired: 'idle',
  },
  {
    where: 'before the headers',
    kind: 'stream',
    reply: () => ({ beforeHeaders: 'stall' }),
    timeout: { firstEvent: 100, idle: 10 },
    expired: 'firstEvent',
  },
  {
    where: 'before the first event',
    kind: 'stream',
    reply: () => ({ sse: [createGate()] }),
    timeout: { firstEvent: 100, idle: 10 },
    expired: 'firstEvent',
  },
  {
    where: 'before the first event, after a comment',
    kind: 'stream',
    reply: (late) => ({ sse: [late, { comment: 'still here' }, createGate()] }),
    timeout: { firstEvent: 100, total: 100 },
    expired: 'total',
  },
  {
    where: 'before the first event',
    kind: 'stream',
    reply: () => ({ sse: [createGate()] }),
    timeout: { attempt: 100, firstEvent: 200 },
    expired: 'attempt',
  },
  {
    where: 'in the first event',
    kind: 'stream',
    reply: () => ({ sse: ['a', 'b'], stallAt: 5 }),
    timeout: { firstEvent: 100 },
    expired: 'firstEvent',
  },
  {
    where: 'after an event',
    kind: 'stream',
    reply: () => ({ sse: ['a', createGate()] }),
    timeout: { idle: 100, attempt: 50, firstEvent: 50 },
    expired: 'idle',
  },
  {
    where: 'after an event and a comment',
    kind: 'stream',
    reply: (late) => ({ sse: ['a', late, { comment: 'still here' }, createGate()] }),
    timeout: { idle: 100 },
    expired: 'idle',
  },
  {
    where: 'in an event',
    kind: 'stream',
    reply: () => ({ sse: ['a', 'bcd'], stallAt: 15 }),
    timeout: { idle: 100 },
    expired: 'idle',
  },
  {
    where: 'after an event',
    kind: 'stream',
    reply: () => ({ sse: ['a', createGate()] }),
    timeout: { total: 100, idle: 200 },
    expired: 'total',
  },
]

/** Makes a call on another connection: once it completes, everything the server wrote before has been read. */
const ping = async (baseUrl: string): Promise<void> => void (await globalThis.fetch(`${baseUrl}/v1/ping`)).text()

describe.each(transports)('timeouts over $transport', ({ fetch }) => {
  it.each(stalls)('ends a $kind that stalls $where: $expired expires', async ({ kind, reply, timeout, expired }) => {
    const late = createGate()
    const script = reply(late)
    await using server = await startTestServer({
      'GET /v1/thing': script,
      'POST /v1/stream': script,
      'GET /v1/ping': {},
    })
    const clock = createVirtualClock()
    const client = createClient({ baseUrl: server.url, fetch, clock, retry: false, timeout: { ...quiet, ...timeout } })
    const call = kind === 'json' ? rejectionOf(callThing(client)) : drain(openText(client)).then((end) => end.error)
    const { closed } = await server.nextRequest()
    let isClosed = false
    void closed.then(() => {
      isClosed = true
    })
    // The idle timeout starts when the call waits for further data.
    await ping(server.url)
    await clock.advance(99)
    late.open()
    await ping(server.url)
    expect(isClosed).toBe(false)
    await clock.advance(1)
    const error = (await call) as MiraError
    expect(error).toMatchObject({
      code: 'timeout',
      timeout: expired,
      retryable: expired !== 'total',
      operation: kind === 'json' ? 'thing.get' : 'text.stream',
    })
    expect(error.message).toContain(`timeout.${expired}`)
    expect(error.attempts).toHaveLength(1)
    expect(clock.pending).toEqual([])
    await closed
  })

  it('do not count bytes that come in time, but the attempt ends a trickle', async () => {
    const gates = Array.from({ length: 9 }, () => createGate())
    const chunks = ['{"text":"', ...gates.flatMap((gate) => [gate, 'x']), createGate()]
    await using server = await startTestServer({ 'GET /v1/thing': { chunks }, 'GET /v1/ping': {} })
    const clock = createVirtualClock()
    const timeout = { ...quiet, idle: 100, attempt: 950 }
    const call = failureOf(callThing(createClient({ baseUrl: server.url, fetch, clock, retry: false, timeout })))
    const { closed } = await server.nextRequest()
    for (const gate of gates) {
      await ping(server.url)
      await clock.advance(99)
      gate.open()
    }
    await ping(server.url)
    await clock.advance(950 - 9 * 99)
    expect(await call).toMatchObject({ code: 'timeout', timeout: 'attempt' })
    await closed
  })

  it('keep waiting for a first event while comments arrive', async () => {
    const gates = Array.from({ length: 9 }, () => createGate())
    const sse = [...gates.flatMap((gate) => [gate, { comment: 'working' }]), 'a', '[DONE]']
    await using server = await startTestServer({ 'POST /v1/stream': { sse }, 'GET /v1/ping': {} })
    const clock = createVirtualClock()
    const client = createClient({
      baseUrl: server.url,
      fetch,
      clock,
      timeout: { ...quiet, firstEvent: 100, idle: 100 },
    })
    const call = drain(openText(client))
    await server.nextRequest()
    for (const gate of gates) {
      await ping(server.url)
      await clock.advance(99)
      gate.open()
    }
    expect(await call).toEqual({ items: ['a'], error: undefined })
    expect(server.requests.filter(({ path }) => path !== '/v1/ping')).toHaveLength(1)
  })

  it('do not count the time in which the consumer is busy', async () => {
    const gate = createGate()
    await using server = await startTestServer({ 'POST /v1/stream': { sse: ['a', 'b', gate, 'c', '[DONE]'] } })
    const clock = createVirtualClock()
    const client = createClient({ baseUrl: server.url, fetch, clock, timeout: { ...quiet, idle: 1_000 } })
    const items: string[] = []
    for await (const item of openText(client)) {
      items.push(item)
      await clock.advance(60_000)
      gate.open()
    }
    expect(items).toEqual(['a', 'b', 'c'])
    expect(clock.pending).toEqual([])
  })

  it('give each attempt its own time, and all attempts together the total', async () => {
    await using server = await startTestServer({
      'GET /v1/thing': [{ beforeHeaders: 'stall' }, { beforeHeaders: 'stall' }, { json: { ok: true } }],
      'GET /v1/stalls': { beforeHeaders: 'stall' },
    })
    const clock = createVirtualClock()
    const options = { baseUrl: server.url, fetch, clock, retry: { maxRetries: 9, baseDelayMs: 10 }, random: () => 0.5 }
    const stallFor = async (ms: number, { thenWaitMs }: { thenWaitMs: number }) => {
      await server.nextRequest()
      await clock.advance(ms)
      await timerDueIn(clock, thenWaitMs)
      await clock.advance(thenWaitMs)
    }
    const patient = callThing(createClient({ ...options, timeout: { ...quiet, attempt: 200 } }))
    await stallFor(200, { thenWaitMs: 5 })
    await stallFor(200, { thenWaitMs: 10 })
    expect(await patient).toEqual({ ok: true })
    expect(server.requests).toHaveLength(3)
    const hurried = createClient({ ...options, timeout: { ...quiet, attempt: 200, total: 500 } })
    const call = failureOf(callThing(hurried, {}, { path: '/v1/stalls' }))
    await server.nextRequest()
    await stallFor(200, { thenWaitMs: 5 })
    await stallFor(200, { thenWaitMs: 10 })
    await server.nextRequest()
    await clock.advance(500 - 415)
    const error = await call
    expect(error).toMatchObject({ code: 'timeout', timeout: 'total' })
    expect(error.attempts.map(({ code }) => code)).toEqual(['timeout', 'timeout', 'timeout'])
  })

  it.each([{ timeout: 80 }, { timeout: { total: 80 } }])(
    'take $timeout of the call over the client’s',
    async ({ timeout }) => {
      await using server = await startTestServer({ 'GET /v1/thing': { beforeHeaders: 'stall' } })
      const client = createClient({ baseUrl: server.url, fetch, timeout: { total: 60_000 } })
      expect(await failureOf(callThing(client, { timeout }))).toMatchObject({ code: 'timeout', timeout: 'total' })
    },
  )
})

const reasons: readonly { reason: unknown; about: string }[] = [
  { reason: new Error('mine'), about: 'an error' },
  { reason: new DOMException('Stop', 'AbortError'), about: 'a DOMException' },
  { reason: 'text', about: 'a text' },
  { reason: null, about: 'null' },
  { reason: 0, about: '0' },
  { reason: '', about: 'an empty text' },
  { reason: { code: 'timeout' }, about: 'an object' },
]

describe.each(transports)('an abort over $transport', ({ fetch }) => {
  it.each(reasons)('rejects with $about as it is, wherever it comes', async ({ reason }) => {
    const gate = createGate()
    await using server = await startTestServer({
      'GET /v1/headers': { beforeHeaders: 'stall' },
      'GET /v1/body': { chunks: ['{"a":', gate] },
      'GET /v1/refused': { status: 400, chunks: ['{"a":', gate] },
    })
    const client = createClient({ baseUrl: server.url, fetch })
    expect(await rejectionOf(callThing(client, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(server.requests).toHaveLength(0)
    for (const path of ['/v1/headers', '/v1/body', '/v1/refused']) {
      const controller = new AbortController()
      const call = rejectionOf(callThing(client, { signal: controller.signal }, { path }))
      await server.nextRequest()
      if (path !== '/v1/headers') await gate.reached
      controller.abort(reason)
      expect(await call).toBe(reason)
      await server.waitForClose()
      expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    }
  })

  it('without a reason rejects with the DOMException that the platform makes', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { beforeHeaders: 'stall' } })
    const controller = new AbortController()
    const call = rejectionOf(callThing(createClient({ baseUrl: server.url, fetch }), { signal: controller.signal }))
    await server.nextRequest()
    controller.abort()
    expect(await call).toBe(controller.signal.reason)
    expect(await call).toMatchObject({ name: 'AbortError' })
  })

  it('by a timeout signal, or by one of several, is the caller’s own too', async () => {
    const stall: Reply = { beforeHeaders: 'stall' }
    await using server = await startTestServer({ 'GET /v1/thing': stall, 'GET /v1/other': stall })
    const client = createClient({ baseUrl: server.url, fetch })
    const signal = AbortSignal.timeout(30)
    expect(await rejectionOf(callThing(client, { signal }))).toBe(signal.reason)
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
    const controller = new AbortController()
    const any = AbortSignal.any([controller.signal, AbortSignal.timeout(60_000)])
    const call = rejectionOf(callThing(client, { signal: any }, { path: '/v1/other' }))
    // The first call may have been too short to reach the server.
    while ((await server.nextRequest()).path !== '/v1/other');
    controller.abort('any')
    expect(await call).toBe('any')
  })

  it('leaves no listener and no timer behind 1,000 calls under one signal', async () => {
    await using server = await startTestServer({
      'GET /v1/thing': { json: {} },
      'POST /v1/stream': { sse: ['a', '[DONE]'] },
    })
    const client = createClient({ baseUrl: server.url, fetch })
    const { signal } = new AbortController()
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 45 }, () => callThing(client, { signal })))
      await Promise.all(Array.from({ length: 5 }, () => openText(client, { signal }).final()))
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    }
    expect(server.requests).toHaveLength(1_000)
  })

  it('after the end of a call does nothing', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: { ok: true } } })
    const controller = new AbortController()
    const thing = await callThing(createClient({ baseUrl: server.url, fetch }), { signal: controller.signal })
    controller.abort()
    expect(thing).toEqual({ ok: true })
  })
})

describe('what ignores the signal', () => {
  const never = new Promise<never>(() => {})

  it.each<{ what: string; options: Parameters<typeof createClient>[0] }>([
    { what: 'a fetch', options: { fetch: () => never } },
    { what: 'an apiKey function', options: { apiKey: () => never } },
    { what: 'a middleware', options: { middleware: [() => never] } },
    { what: 'a body', options: { fetch: async () => new Response(new ReadableStream({ pull: () => never })) } },
    {
      what: 'a body without a stream',
      options: {
        fetch: async () =>
          ({
            status: 200,
            headers: new Headers(),
            url: '',
            body: null,
            arrayBuffer: () => never,
          }) as unknown as Response,
      },
    },
  ])('$what cannot hang a call: a clock ends it, and an abort at once', async ({ options }) => {
    const clock = createVirtualClock()
    const client = createClient({
      baseUrl: 'http://mira.test',
      fetch: createScriptedFetch({}),
      clock,
      retry: 1,
      ...options,
    })
    const failing = failureOf(callThing(client, { timeout: { attempt: 1_000 } }))
    expect(await clock.run(failing)).toMatchObject({
      code: 'timeout',
      timeout: 'attempt',
      attempts: [{ attempt: 1 }, { attempt: 2 }],
    })
    const controller = new AbortController()
    const aborted = rejectionOf(callThing(client, { signal: controller.signal }))
    await clock.advance(10)
    controller.abort('mine')
    expect(await aborted).toBe('mine')
    expect(clock.pending).toEqual([])
  })

  it('a middleware that comes to its senses after the attempt sends nothing any more', async () => {
    const clock = createVirtualClock()
    const fetch = createScriptedFetch({ 'POST /v1/thing': { json: { ok: true } } }, { clock })
    const gate = createGate()
    const slow: Middleware = async (request, next, { attempt }) => {
      if (attempt === 1) await gate.arrive()
      return next(request)
    }
    const client = createClient({
      baseUrl: 'http://mira.test',
      fetch,
      clock,
      middleware: [slow],
      timeout: { attempt: 1_000 },
    })
    const calls = [
      callThing(client, {}, { json: {} }),
      rejectionOf(callThing(client, {}, { json: {}, billing: billed })),
    ]
    expect(await clock.run(Promise.all(calls))).toMatchObject([{ ok: true }, { code: 'timeout', timeout: 'attempt' }])
    gate.open()
    await clock.advance(0)
    expect(fetch.requests).toHaveLength(1)
  })

  it('a reply that comes after the abort is closed', async () => {
    const cancel = vi.fn()
    let answer = (_: Response): void => {}
    const late = new Promise<Response>((resolve) => {
      answer = resolve
    })
    const controller = new AbortController()
    const call = rejectionOf(
      callThing(createClient({ baseUrl: 'http://mira.test', fetch: () => late }), { signal: controller.signal }),
    )
    controller.abort('mine')
    expect(await call).toBe('mine')
    answer(new Response(new ReadableStream({ cancel })))
    await late
    await new Promise((resolve) => setImmediate(resolve))
    expect(cancel).toHaveBeenCalledOnce()
  })
})

describe('a timeout longer than a timer can hold', () => {
  it('is waited for in steps', async () => {
    const clock = createVirtualClock()
    const fetch = createScriptedFetch({ 'GET /v1/thing': { beforeHeaders: 'stall' } }, { clock })
    const total = 60 * 24 * 3_600_000
    const call = failureOf(
      callThing(createClient({ baseUrl: 'http://mira.test', fetch, clock, timeout: { ...quiet, total } })),
    )
    await timerDueIn(clock, 2 ** 31 - 1)
    await clock.advance(total - 1)
    expect(clock.pending).toHaveLength(1)
    await clock.advance(1)
    expect(await call).toMatchObject({ code: 'timeout', timeout: 'total' })
  })
})

it('many calls share one listener on a signal, and each is aborted', async () => {
  await using server = await startTestServer({ 'GET /v1/thing': { beforeHeaders: 'stall' } })
  const client = createClient({ baseUrl: server.url })
  const controller = new AbortController()
  const calls = Array.from({ length: 30 }, () => rejectionOf(callThing(client, { signal: controller.signal })))
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1)
  controller.abort('enough')
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['enough']))
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
})
