import { type Reply, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { billed } from '../billed.ts'
import type { RetryEvent } from '../call-event.ts'
import { metadataOf } from '../call-report.ts'
import type { RequestSpec } from '../call-state.ts'
import { createClient } from '../client.ts'
import type { ClientOptions } from '../client-options.ts'
import { isMiraError, MiraError } from '../error.ts'
import { callThing, failureOf, openText, rejectionOf, type Thing, transports } from '../pipeline.test-support.ts'
import { createScriptedFetch, type ScriptedRoutes } from '../testing/scripted-fetch.ts'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { uploadBody } from '../upload-progress.ts'

const billedThing: Partial<RequestSpec<Thing>> = { method: 'POST', json: { prompt: 'x' }, billing: billed }

/** Creates a client with a scripted network and a virtual clock. */
function script(routes: ScriptedRoutes, options: ClientOptions = {}) {
  const clock = createVirtualClock()
  const fetch = createScriptedFetch(routes, { clock })
  const client = createClient({ baseUrl: 'http://mira.test', fetch, clock, ...options })
  const gaps = (): number[] => fetch.requests.slice(1).map(({ atMs }, index) => atMs - fetch.requests[index]!.atMs)
  return { clock, fetch, client, gaps }
}

describe.each(transports)('over $transport', ({ fetch }) => {
  it.each<{ failure: string; reply: Reply }>([
    ...[408, 429, 500, 502, 503, 504, 520, 522, 524, 529].map((status) => ({
      failure: `a ${status}`,
      reply: { status },
    })),
    { failure: 'a drop before the headers', reply: { beforeHeaders: 'drop' } },
    { failure: 'a reset before the headers', reply: { beforeHeaders: 'reset' } },
    { failure: 'a drop in mid-body', reply: { json: { ok: true }, dropAt: 4 } },
    { failure: 'a reset in mid-body', reply: { json: { ok: true }, resetAt: 4 } },
    { failure: 'an answer that is no HTTP', reply: { raw: 'hello\r\n\r\n' } },
  ])('a call is tried again after $failure', async ({ reply }) => {
    await using server = await startTestServer({ 'GET /v1/thing': [reply, { json: { ok: true } }] })
    const client = createClient({ baseUrl: server.url, fetch, retry: { baseDelayMs: 1 } })
    const thing = await callThing(client)
    expect(thing).toEqual({ ok: true })
    expect(metadataOf(thing)?.attempts.map(({ attempt, code }) => [attempt, code === undefined])).toEqual([
      [1, false],
      [2, true],
    ])
  })

  it.each([400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 422, 501, 505, 507, 511])(
    'a call is not tried again after a %s',
    async (status) => {
      await using server = await startTestServer({ 'GET /v1/thing': { status } })
      expect(await failureOf(callThing(createClient({ baseUrl: server.url, fetch })))).toMatchObject({ status })
      expect(server.requests).toHaveLength(1)
    },
  )

  it('a call whose address nobody listens on is tried again, billed or not, and then says so', async () => {
    const server = await startTestServer({})
    await server.close()
    const client = createClient({ baseUrl: server.url, fetch, retry: { baseDelayMs: 1 } })
    for (const spec of [{}, billedThing]) {
      const error = await failureOf(callThing(client, {}, spec))
      expect(error).toMatchObject({
        code: 'connection_failed',
        retryable: true,
        message: expect.stringContaining('ECONNREFUSED'),
      })
      expect(error.attempts).toHaveLength(3)
    }
  })

  it('sends the same body and the same idempotency key on each attempt', async () => {
    await using server = await startTestServer({ 'POST /v1/thing': [{ status: 503 }, { status: 503 }, { json: {} }] })
    const client = createClient({ baseUrl: server.url, fetch, retry: { baseDelayMs: 1 } })
    await callThing(client, {}, billedThing)
    await callThing(client, {}, billedThing)
    const keys = server.requests.map(({ headers }) => headers['idempotency-key'])
    expect(keys[0]).toMatch(/^\d+(-\d+){3}$/)
    expect(keys.slice(0, 3)).toEqual(Array(3).fill(keys[0]))
    expect(keys[3]).not.toBe(keys[0])
    expect(server.requests.map((request) => request.json())).toEqual(Array(4).fill({ prompt: 'x' }))
  })
})

describe('pauses', () => {
  it.each([
    { random: 0, gaps: [0, 0, 0, 0, 0, 0] },
    { random: 0.5, gaps: [250, 500, 1_000, 2_000, 4_000, 4_000] },
    { random: 0.999999, gaps: [500, 1_000, 2_000, 4_000, 8_000, 8_000] },
  ])('double up to a bound, by full jitter: $gaps when chance says $random', async ({ random, gaps }) => {
    const {
      clock,
      client,
      gaps: taken,
    } = script({ 'GET /v1/thing': { status: 500 } }, { random: () => random, retry: 6 })
    await clock.run(failureOf(callThing(client)))
    taken().forEach((gap, index) => {
      expect(gap).toBeLessThanOrEqual(gaps[index]!)
      expect(gap).toBeGreaterThan(gaps[index]! - 1)
    })
    expect(taken()).toHaveLength(gaps.length)
  })

  it('are drawn anew each time, within their bounds', async () => {
    const { clock, client, gaps } = script({ 'GET /v1/thing': { status: 500 } }, { retry: 4 })
    for (let call = 0; call < 4; call += 1) await clock.run(failureOf(callThing(client)))
    const bounds = [500, 1_000, 2_000, 4_000]
    const drawn = gaps().filter((_, index) => index % 5 < 4)
    drawn.forEach((gap, index) => {
      expect(gap).toBeLessThan(bounds[index % 4]!)
    })
    expect(new Set(drawn).size).toBe(drawn.length)
  })

  it.each<{ client: ClientOptions['retry']; call?: ClientOptions['retry']; attempts: number }>([
    { client: undefined, attempts: 3 },
    { client: false, attempts: 1 },
    { client: 0, attempts: 1 },
    { client: 5, attempts: 6 },
    { client: { maxRetries: 4 }, attempts: 5 },
    { client: { baseDelayMs: 10 }, attempts: 3 },
    { client: 3, call: false, attempts: 1 },
    { client: 3, call: 1, attempts: 2 },
    { client: false, call: 2, attempts: 3 },
    { client: 3, call: { baseDelayMs: 10 }, attempts: 4 },
  ])('lead to $attempts attempts with retry: $client of the client and $call of the call', async (row) => {
    const { clock, fetch, client } = script({ 'GET /v1/thing': { status: 500 } }, { retry: row.client })
    const error = await clock.run(failureOf(callThing(client, { retry: row.call })))
    expect(error.attempts).toHaveLength(row.attempts)
    expect(fetch.requests).toHaveLength(row.attempts)
  })

  it.each([
    { options: { maxRetries: undefined }, attempts: 3 },
    { options: { maxRetryAfterMs: undefined, baseDelayMs: undefined, maxDelayMs: undefined }, attempts: 3 },
  ])('an option that is undefined is the default: $options', async ({ options, attempts }) => {
    const { clock, client, fetch } = script(
      { 'GET /v1/thing': { status: 500 } },
      { retry: options as object, timeout: 100_000 },
    )
    await clock.run(failureOf(callThing(client)))
    expect(fetch.requests).toHaveLength(attempts)
  })

  it.each([-1, 1.5, Number.NaN, { maxRetries: -1 }, { baseDelayMs: -5 }, { tries: 3 }, { maxDelayMs: '5' }])(
    'retry: %j is refused at once, and leaves nothing behind',
    async (retry) => {
      const { clock, client, fetch } = script({ 'GET /v1/thing': { status: 500 } })
      expect(() => createClient({ retry: retry as number })).toThrow(/retry/)
      const error = await rejectionOf(callThing(client, { retry: retry as number }))
      expect(error instanceof TypeError || error instanceof RangeError).toBe(true)
      expect(fetch.requests).toEqual([])
      expect(clock.pending).toEqual([])
    },
  )

  it('report each attempt on the error, and each retry to the hooks', async () => {
    const retries: RetryEvent[] = []
    const { clock, client } = script(
      {
        'GET /v1/thing': [
          { status: 503, headers: { 'x-request-id': 'a' } },
          { beforeHeaders: 'drop' },
          { status: 500 },
        ],
      },
      { random: () => 0.5, hooks: { onRetry: (event) => void retries.push(event) } },
    )
    const error = await clock.run(failureOf(callThing(client)))
    expect(error.attempts).toEqual([
      { attempt: 1, status: 503, code: 'overloaded', requestId: 'a', durationMs: 0, waitMs: 250 },
      { attempt: 2, status: undefined, code: 'connection_failed', requestId: undefined, durationMs: 0, waitMs: 500 },
      { attempt: 3, status: 500, code: 'server_error', requestId: undefined, durationMs: 0, waitMs: undefined },
    ])
    expect(retries.map(({ attempt, waitMs, error: { code } }) => [attempt, waitMs, code])).toEqual([
      [1, 250, 'overloaded'],
      [2, 500, 'connection_failed'],
    ])
  })

  it('end early when the whole call would run out of time in one', async () => {
    const { clock, client, fetch } = script(
      { 'GET /v1/thing': { status: 503, headers: { 'retry-after': '20' } } },
      { timeout: { total: 30_000 }, retry: 5, random: () => 0 },
    )
    const startedAtMs = clock.now()
    const error = await clock.run(failureOf(callThing(client)))
    expect(error).toMatchObject({ code: 'overloaded', retryAfterMs: 20_000 })
    expect(fetch.requests).toHaveLength(2)
    expect(clock.now() - startedAtMs).toBe(20_000)
    expect(clock.pending).toEqual([])
  })

  it.each([
    { reason: new Error('mine') },
    { reason: 'text' },
    { reason: null },
    { reason: new DOMException('x', 'AbortError') },
  ])('end within a tick when the caller aborts, with $reason untouched and no timer left', async ({ reason }) => {
    const { clock, client, fetch } = script({ 'GET /v1/thing': { status: 500 } }, { random: () => 0.5 })
    const controller = new AbortController()
    let settled: unknown = 'pending'
    callThing(client, { signal: controller.signal }).catch((error: unknown) => {
      settled = error
    })
    await clock.advance(100)
    expect(fetch.requests).toHaveLength(1)
    controller.abort(reason)
    await new Promise(process.nextTick)
    expect(settled).toBe(reason)
    expect(clock.pending).toEqual([])
  })

  it('leave the reason alone when it is an error of ours that calls itself retryable', async () => {
    const { clock, client, fetch } = script({ 'GET /v1/thing': { beforeHeaders: 'stall' } })
    const reason = new MiraError('mine', { code: 'mine', retryable: true })
    const controller = new AbortController()
    const failing = rejectionOf(callThing(client, { signal: controller.signal }))
    await clock.advance(0)
    controller.abort(reason)
    expect(await failing).toBe(reason)
    expect(reason.attempts).toEqual([])
    expect(fetch.requests).toHaveLength(1)
  })
})

describe('a call that bills', () => {
  const after: readonly { failure: string; reply: ScriptedRoutes[keyof ScriptedRoutes]; isRepeated: boolean }[] = [
    { failure: '429, not processed', reply: { status: 429 }, isRepeated: true },
    { failure: '503, not processed', reply: { status: 503 }, isRepeated: true },
    { failure: '529, not processed', reply: { status: 529 }, isRepeated: true },
    { failure: '524, perhaps processed', reply: { status: 524 }, isRepeated: false },
    { failure: '500, perhaps processed', reply: { status: 500 }, isRepeated: false },
    { failure: '502, perhaps processed', reply: { status: 502 }, isRepeated: false },
    { failure: '504, perhaps processed', reply: { status: 504 }, isRepeated: false },
    { failure: '408, perhaps processed', reply: { status: 408 }, isRepeated: false },
    { failure: 'a drop before the headers', reply: { beforeHeaders: 'drop' }, isRepeated: false },
    { failure: 'a drop in mid-body', reply: { json: { id: 1 }, dropAt: 3 }, isRepeated: false },
    { failure: 'the attempt clock', reply: { beforeHeaders: 'stall' }, isRepeated: false },
  ]

  it.each(after)(
    'after $failure is repeated: $isRepeated; always once the server has echoed idempotency keys',
    async ({ reply, isRepeated }) => {
      for (const [echoes, isExpected] of [
        [false, isRepeated],
        [true, true],
      ] as const) {
        const headers = echoes ? { 'idempotency-key': 'x' } : {}
        const { clock, client, fetch } = script(
          { 'POST /v1/first': { json: {}, headers }, 'POST /v1/thing': [reply as object, { json: { ok: true } }] },
          { timeout: { attempt: 5_000 } },
        )
        await clock.run(callThing(client, {}, { ...billedThing, path: '/v1/first' }))
        const outcome = await clock.run(callThing(client, {}, billedThing).catch((error: unknown) => error))
        expect([isMiraError(outcome), fetch.requests.length - 1], `echoes: ${echoes}`).toEqual([
          !isExpected,
          isExpected ? 2 : 1,
        ])
      }
    },
  )

  it('carries the caller’s own key, and a call that does not bill carries none', async () => {
    const { clock, client, fetch } = script({ 'POST /v1/thing': { json: {} } })
    await clock.run(callThing(client, { idempotencyKey: 'order-7' }, billedThing))
    await clock.run(callThing(client, { idempotencyKey: 'order-8' }, { json: {} }))
    await clock.run(callThing(client, {}, { json: {} }))
    expect(fetch.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['order-7', 'order-8', undefined])
  })

  it.each(['a\r\nx-evil: 1', 'a\nb', 'a\0b', '漢'])(
    'refuses the key %j before anything is sent',
    async (idempotencyKey) => {
      const { clock, client, fetch } = script({ 'POST /v1/thing': { json: {} } })
      expect(await rejectionOf(callThing(client, { idempotencyKey }, billedThing))).toBeInstanceOf(TypeError)
      expect(fetch.requests).toEqual([])
      expect(clock.pending).toEqual([])
    },
  )
})

describe('a body that can be read once', () => {
  const oneShot = uploadBody(
    {
      mediaType: 'application/octet-stream',
      length: undefined,
      isReplayable: false,
      content: undefined,
      async *open() {
        yield new TextEncoder().encode('once')
      },
    },
    {},
  )

  it.each([{ status: 503 }, { status: 429, headers: { 'retry-after': '1' } }, { beforeHeaders: 'drop' as const }])(
    'is not sent again after %j',
    async (reply) => {
      const { clock, client, fetch } = script({ 'POST /v1/thing': [reply, { json: {} }] })
      const error = await clock.run(failureOf(callThing(client, {}, { body: oneShot })))
      expect(error.retryable).toBe(true)
      expect(fetch.requests.map((request) => request.text())).toEqual(['once'])
    },
  )
})

describe('the budget', () => {
  it('keeps 200 calls at once against a server at a tenth of its strength below 1.2 requests a call', async () => {
    let count = 0
    const { clock, client, fetch } = script({
      'GET /v1/thing': () => ({ delayMs: 100, ...(++count % 10 === 0 ? { json: {} } : { status: 503 }) }),
    })
    const calls = Array.from({ length: 200 }, () => callThing(client).catch((error: unknown) => error))
    const outcomes = await clock.run(Promise.all(calls))
    expect(fetch.requests.length).toBeLessThanOrEqual(240)
    expect(outcomes.filter((outcome) => !isMiraError(outcome)).length).toBeGreaterThanOrEqual(20)
    expect(clock.pending).toEqual([])
  })

  it('is never felt when one call in ten fails', async () => {
    let count = 0
    const { clock, client, fetch } = script({
      'GET /v1/thing': () => (++count % 10 === 1 ? { status: 503 } : { json: {} }),
    })
    for (let call = 0; call < 300; call += 1) await clock.run(callThing(client))
    expect(fetch.requests.length).toBeGreaterThan(330)
  })

  it('fills again with time, so that an outage that is over costs nothing', async () => {
    let isDown = true
    const { clock, client, fetch } = script({ 'GET /v1/thing': () => (isDown ? { status: 503 } : { json: {} }) })
    for (let call = 0; call < 40; call += 1) await clock.run(failureOf(callThing(client)))
    const during = fetch.requests.length
    await clock.run(failureOf(callThing(client)))
    expect(fetch.requests.length - during).toBeLessThan(3)
    await clock.advance(60_000)
    const before = fetch.requests.length
    await clock.run(failureOf(callThing(client)))
    expect(fetch.requests.length - before).toBe(3)
    isDown = false
    await clock.run(callThing(client))
  })

  it('is each client’s own', async () => {
    const first = script({ 'GET /v1/thing': { status: 503 } })
    const calls = Array.from({ length: 60 }, () => failureOf(callThing(first.client)))
    await first.clock.run(Promise.all(calls))
    const second = script({ 'GET /v1/thing': { status: 503 } })
    await second.clock.run(failureOf(callThing(second.client)))
    expect(second.fetch.requests).toHaveLength(3)
  })
})

describe('a stream', () => {
  it('that fails before its first event is paused like any call', async () => {
    const { clock, client, gaps } = script(
      { 'POST /v1/stream': [{ status: 429, headers: { 'retry-after': '3' } }, { sse: ['a', '[DONE]'] }] },
      { random: () => 0 },
    )
    expect(await clock.run(openText(client).final())).toEqual({ text: 'a', notes: 0 })
    expect(gaps()).toEqual([3_000])
  })
})
