import { createChatCompletion, streamChatCompletion } from '@mira/chat'
import { type ClientOptions, createClient, isMiraError, metadataOf } from '@mira/core'
import { createScriptedFetch, createVirtualClock, type ScriptedRoutes } from '@mira/core/testing'
import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { paceCalls } from './pace-calls.ts'
import { createPacer } from './pacer.ts'
import type { PacerOptions } from './pacer-options.ts'

// Node loads these parts with their first use, during which virtual time would pass.
await new Response(new Response('x').body).arrayBuffer()

const route = 'POST /v1/chat/completions'
const messages = [{ role: 'user' as const, content: 'Hello' }]
const answer = (usage?: object): object => ({
  id: 'c1',
  object: 'chat.completion',
  model: 'mira',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  ...(usage && { usage }),
})
const chunk = { choices: [{ index: 0, delta: { content: 'Hi' } }] }
/** Events for a scripted fetch; the test server takes the data itself. */
const events = [{ data: chunk }, '[DONE]']

/** Creates a paced client with a scripted network and a virtual clock. */
function script(routes: ScriptedRoutes, pacing: PacerOptions, options: ClientOptions = {}) {
  const clock = createVirtualClock()
  const fetch = createScriptedFetch(routes, { clock })
  const pacer = createPacer({ clock, random: () => 0.5, ...pacing })
  const base = createClient({ baseUrl: 'http://mira.test', apiKey: null, fetch, clock, random: () => 0, ...options })
  return { clock, fetch, pacer, base, client: paceCalls(base, pacer) }
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (isMiraError(error) ? (error.timeout ?? error.code) : error),
  )

describe('the timeouts of a paced call', () => {
  const slow: ScriptedRoutes = { [route]: { json: answer(), delayMs: 1_000 } }

  it('attempt does not count the queue, and total does', async () => {
    const { clock, client, pacer } = script(slow, { concurrency: 1 })
    const call = (timeout: object): Promise<unknown> =>
      codeOf(createChatCompletion(client, { messages }, { timeout, retry: false }))
    const calls = [call({}), call({}), call({ attempt: 1_500 }), call({ total: 1_500 })]
    expect(pacer.state).toMatchObject({ running: 1, waiting: 3 })
    expect(await clock.run(Promise.all(calls))).toEqual(['ok', 'ok', 'ok', 'total'])
    expect(pacer.state).toMatchObject({ running: 0, waiting: 0 })
    expect(clock.pending).toEqual([])
  })

  it('firstEvent counts from the request', async () => {
    const { clock, client } = script({ [route]: { sse: events, delayMs: 1_000 } }, { concurrency: 1 })
    const read = (timeout: object): Promise<unknown> =>
      codeOf(streamChatCompletion(client, { messages }, { timeout, retry: false }).final())
    const calls = [read({}), read({ firstEvent: 1_500 }), read({ firstEvent: 900 })]
    expect(await clock.run(Promise.all(calls))).toEqual(['ok', 'ok', 'firstEvent'])
  })

  it('an abort leaves the queue at once', async () => {
    const { clock, client, pacer, fetch } = script(slow, { concurrency: 1 })
    const first = createChatCompletion(client, { messages })
    const controller = new AbortController()
    const second = codeOf(createChatCompletion(client, { messages }, { signal: controller.signal }))
    await clock.advance(10)
    const reason = new Error('left')
    controller.abort(reason)
    expect(await second).toBe(reason)
    expect(pacer.state).toMatchObject({ running: 1, waiting: 0 })
    await clock.run(first)
    expect(fetch.requests).toHaveLength(1)
  })
})

describe('a place', () => {
  it.each([
    { ending: 'its end', leave: async (iterator: AsyncIterator<unknown>) => void (await drain(iterator)) },
    { ending: 'leaving its loop', leave: async (iterator: AsyncIterator<unknown>) => void (await iterator.return?.()) },
  ])('is occupied by a stream until $ending', async ({ leave }) => {
    await using server = await startTestServer({ [route]: { sse: [chunk, '[DONE]'] } })
    const pacer = createPacer({ concurrency: 1 })
    const client = paceCalls(createClient({ baseUrl: server.url }), pacer)
    const iterator = streamChatCompletion(client, { messages })[Symbol.asyncIterator]()
    await iterator.next()
    const waiting = streamChatCompletion(client, { messages }).final()
    await new Promise((resolve) => setImmediate(resolve))
    expect(pacer.state).toMatchObject({ running: 1, waiting: 1 })
    await leave(iterator)
    await waiting
    expect(pacer.state).toMatchObject({ running: 0, waiting: 0 })
  })

  it('is freed by a failed stream, and by an abandoned one when its timeout expires', async () => {
    const { clock, client, pacer } = script(
      { [route]: [{ sse: [{ data: chunk }] }, { sse: events, stallAt: 65 }] },
      { concurrency: 2 },
    )
    expect(await clock.run(codeOf(streamChatCompletion(client, { messages }, { retry: false }).final()))).toBe(
      'stream_interrupted',
    )
    const abandoned = streamChatCompletion(client, { messages }, { timeout: 5_000 })[Symbol.asyncIterator]()
    await abandoned.next()
    expect(pacer.state.running).toBe(1)
    await clock.advance(5_000)
    expect(pacer.state.running).toBe(0)
  })
})

async function drain(iterator: AsyncIterator<unknown>): Promise<void> {
  while (!(await iterator.next()).done) {
    // Items are of no interest.
  }
}

describe('a refused call', () => {
  it('pauses all calls of the pacer until Retry-After, and goes first', async () => {
    const { clock, base, client, pacer, fetch } = script(
      { [route]: [{ status: 429, headers: { 'retry-after': '2' } }, { json: answer() }] },
      {},
    )
    const refused = createChatCompletion(client, { messages: [{ role: 'user', content: 'first' }] })
    await clock.advance(1)
    expect(pacer.state.learned.pausedUntilMs).toBe(clock.now() - 1 + 2_100)
    const other = createChatCompletion(paceCalls(base, pacer), { messages })
    await clock.run(Promise.all([refused, other]))
    const [, second, third] = fetch.requests
    expect((second!.json() as { messages: { content: string }[] }).messages[0]?.content).toBe('first')
    expect(second!.atMs - fetch.requests[0]!.atMs).toBeGreaterThanOrEqual(2_000)
    expect(third!.atMs).toBeGreaterThanOrEqual(second!.atMs)
    expect(metadataOf(await refused)?.attempts).toHaveLength(1)
  })

  it.each([
    { pacing: {}, reply: { status: 429 }, requests: 6 },
    { pacing: { requeues: 1 }, reply: { status: 429 }, requests: 2 },
    { pacing: { learn: false }, reply: { status: 429 }, requests: 1 },
    { pacing: {}, reply: { status: 429, headers: { 'retry-after': '3600' } }, requests: 1 },
    { pacing: {}, reply: { status: 500 }, requests: 1 },
  ])('waits again as often as allowed: $pacing, $reply', async ({ pacing, reply, requests }) => {
    const { clock, client, fetch } = script({ [route]: reply }, pacing, { retry: false })
    await clock.run(codeOf(createChatCompletion(client, { messages })))
    expect(fetch.requests).toHaveLength(requests)
  })

  it('lowers the number of requests at once when the server is overloaded', async () => {
    const accepted = Array(4).fill({ json: answer() })
    const { clock, client, pacer } = script({ [route]: [...accepted, { status: 503, delayMs: 10 }] }, {})
    for (const _ of accepted) await clock.run(createChatCompletion(client, { messages }))
    await clock.run(
      Promise.all([1, 2, 3, 4].map(() => codeOf(createChatCompletion(client, { messages }, { retry: false })))),
    )
    expect(pacer.state.learned.concurrency).toBe(2)
  })
})

describe('tokens', () => {
  it('are estimated before, and corrected by the usage after', async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 }
    const { clock, client, fetch } = script({ [route]: { json: answer(usage) } }, { tokensPerMinute: 1_000 })
    const startMs = clock.now()
    // By their estimates, the second would wait for a minute.
    for (let call = 0; call < 3; call += 1) await clock.run(createChatCompletion(client, { messages, max_tokens: 900 }))
    expect(fetch.requests[2]!.atMs - startMs).toBeLessThanOrEqual(10_000)
  })

  it('are counted at the end of a stream', async () => {
    const usage = { prompt_tokens: 400, completion_tokens: 500, total_tokens: 900 }
    const { clock, client, fetch } = script(
      { [route]: { sse: [{ data: chunk }, { data: { choices: [], usage } }, '[DONE]'] } },
      { tokensPerMinute: 1_000, estimateTokens: () => 100 },
    )
    const startMs = clock.now()
    for (let call = 0; call < 3; call += 1) await clock.run(streamChatCompletion(client, { messages }).final())
    expect(fetch.requests.map(({ atMs }) => Math.round((atMs - startMs) / 1_000))).toEqual([0, 54, 108])
  })
})

it('a few calls are sent at once when enough of the limit remains, and many are spread', async () => {
  const headers = { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '50', 'x-ratelimit-reset': '60' }
  const { clock, client, fetch } = script({ [route]: { json: answer(), headers } }, {})
  await clock.run(createChatCompletion(client, { messages }))
  const startMs = clock.now()
  const ask = (calls: number): Promise<unknown> =>
    clock.run(Promise.all(Array.from({ length: calls }, () => createChatCompletion(client, { messages }))))
  await ask(10)
  expect(clock.now() - startMs).toBe(0)
  await ask(30)
  const atOnce = fetch.requests.slice(11).filter(({ atMs }) => atMs === startMs)
  expect(atOnce.length).toBeLessThanOrEqual(15)
})

it('keys take turns, and several clients share a pacer', async () => {
  const { clock, base, pacer, fetch } = script({ [route]: { json: answer(), delayMs: 100 } }, { concurrency: 1 })
  const ask = (key: string): Promise<unknown> =>
    createChatCompletion(paceCalls(base, pacer, { key }), { messages: [{ role: 'user', content: key }] })
  await clock.run(Promise.all(['a', 'a', 'a', 'a', 'b'].map(ask)))
  const order = fetch.requests.map(
    (request) => (request.json() as { messages: { content: string }[] }).messages[0]?.content,
  )
  expect(order).toEqual(['a', 'a', 'b', 'a', 'a'])
})

it.each([
  [() => createPacer({ rpm: 1 } as never), 'rpm is unknown; use the names in PacerOptions'],
  [() => createPacer({ requestsPerMinute: 0 }), 'requestsPerMinute must be an integer of at least 1, not 0'],
  [() => createPacer({ maxQueued: -1 }), 'maxQueued must be an integer of at least 0, not -1'],
  [() => paceCalls(createClient({ apiKey: null }), {} as never), 'must be a pacer of createPacer'],
  [() => paceCalls({} as never, createPacer()), 'must be a client of createClient'],
  [
    () => paceCalls(createClient({ apiKey: null }), createPacer(), { priority: 'top' as never }),
    'priority must be one of high, normal, low, not top',
  ],
])('refuses invalid options: %s', (create, message) => {
  expect(create).toThrow(message)
})
