import { createChatCompletion, listModels, streamChatCompletion } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { createScriptedFetch, createVirtualClock, type ScriptedRoutes, type ScriptedStep } from '@mira/core/testing'
import { startTestServer } from '@mira/test-server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HedgeOptions, hedgeCalls } from './hedge-calls.ts'

// Node loads these parts with their first use, during which virtual time would pass.
await new Response(new Response('x').body).arrayBuffer()

const models = (id: string): object => ({ data: [{ id }] })
const messages = [{ role: 'user' as const, content: 'Hello' }]
const answer = {
  id: 'c1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
}

function script(routes: ScriptedRoutes, options: HedgeOptions) {
  const clock = createVirtualClock()
  const fetch = createScriptedFetch(routes, { clock })
  const base = createClient({ baseUrl: 'http://mira.test', apiKey: null, fetch, clock, retry: false })
  return { clock, fetch, client: hedgeCalls(base, options) }
}

const models1 = (delayMs: number, id = 'first'): ScriptedStep => ({ json: models(id), delayMs })

describe('a hedged call', () => {
  it.each([
    { delays: [50, 10], requests: 1, winner: 'first', tookMs: 50 },
    { delays: [1_000, 50], requests: 2, winner: 'second', tookMs: 150 },
    { delays: [120, 500], requests: 2, winner: 'first', tookMs: 120 },
  ])('is sent again after 100 ms; the first answer counts: $delays', async ({ delays, requests, winner, tookMs }) => {
    const steps = [models1(delays[0]!), models1(delays[1]!, 'second')]
    const { clock, fetch, client } = script({ 'GET /v1/models': steps }, { delayMs: 100 })
    const startMs = clock.now()
    const list = await clock.run(listModels(client))
    expect(list.data[0]?.id).toBe(winner)
    expect(clock.now() - startMs).toBe(tookMs)
    expect(fetch.requests).toHaveLength(requests)
    await clock.advance(0)
    expect(fetch.requests.filter(({ isAborted }) => isAborted)).toHaveLength(requests - 1)
  })

  it('aborts the connection of the loser', async () => {
    await using server = await startTestServer({
      'GET /v1/models': [{ beforeHeaders: 'stall' }, { json: models('second') }],
    })
    const client = hedgeCalls(createClient({ baseUrl: server.url }), { delayMs: 20 })
    expect((await listModels(client)).data[0]?.id).toBe('second')
    await server.requests[0]?.closed
  })

  it.each([
    { steps: [{ status: 500, delayMs: 200 }, models1(200)], outcome: 'first' },
    { steps: [models1(200), { status: 500, delayMs: 10 }], outcome: 'first' },
    {
      steps: [
        { status: 500, delayMs: 200 },
        { status: 400, delayMs: 10 },
      ],
      outcome: 'server_error',
    },
    { steps: [{ status: 500, delayMs: 10 }, models1(1)], outcome: 'server_error' },
  ])('fails only if both requests fail: $outcome', async ({ steps, outcome }) => {
    const { clock, client } = script({ 'GET /v1/models': steps }, { delayMs: 100 })
    const result = listModels(client).then(
      ({ data }) => data[0]?.id,
      (error: unknown) => isMiraError(error) && error.code,
    )
    expect(await clock.run(result)).toBe(outcome)
  })

  it('is aborted with both requests', async () => {
    const { clock, fetch, client } = script({ 'GET /v1/models': models1(1_000) }, { delayMs: 100 })
    const controller = new AbortController()
    const result = listModels(client, { signal: controller.signal }).catch((error: unknown) => error)
    await clock.advance(200)
    controller.abort('left')
    expect(await result).toBe('left')
    await clock.advance(0)
    expect(fetch.requests.map(({ isAborted }) => isAborted)).toEqual([true, true])
    expect(clock.pending).toEqual([])
  })
})

it.each([
  { evenIfBilledTwice: undefined, requests: 1 },
  { evenIfBilledTwice: true, requests: 2 },
])('a request that may be charged is repeated only if asked: $evenIfBilledTwice', async (test) => {
  const { clock, fetch, client } = script(
    { 'POST /v1/chat/completions': { json: answer, delayMs: 200 } },
    { delayMs: 100, evenIfBilledTwice: test.evenIfBilledTwice },
  )
  await clock.run(createChatCompletion(client, { messages }))
  expect(fetch.requests).toHaveLength(test.requests)
})

it('streams are not hedged', async () => {
  const { clock, fetch, client } = script(
    { 'POST /v1/chat/completions': { sse: ['[DONE]'], delayMs: 200 } },
    { delayMs: 100, evenIfBilledTwice: true },
  )
  await clock.run(streamChatCompletion(client, { messages }).final())
  expect(fetch.requests).toHaveLength(1)
})

it('second requests are a bounded share of all calls, and those that may be charged are sent once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ isSlow: fc.boolean(), isCharged: fc.boolean() }), { maxLength: 40 }),
      fc.constantFrom(0, 0.1, 0.5, 1),
      async (calls, maxShare) => {
        const delayOf = ({ url }: { url: string }): number => (url.includes('slow') ? 200 : 10)
        const { clock, fetch, client } = script(
          {
            'GET /v1/models': (request) => ({
              json: models('x'),
              delayMs: delayOf({ url: request.headers['x-speed']! }),
            }),
            'POST /v1/chat/completions': (request) => ({
              json: answer,
              delayMs: delayOf({ url: request.headers['x-speed']! }),
            }),
          },
          { delayMs: 100, maxShare },
        )
        for (const { isSlow, isCharged } of calls) {
          const headers = { 'x-speed': isSlow ? 'slow' : 'fast' }
          if (isCharged) await clock.run(createChatCompletion(client, { messages }, { headers }))
          else await clock.run(listModels(client, { headers }))
        }
        const free = calls.filter(({ isCharged }) => !isCharged).length
        const sent = (method: string): number => fetch.requests.filter((request) => request.method === method).length
        expect(sent('POST')).toBe(calls.length - free)
        expect(sent('GET') - free).toBeLessThanOrEqual(maxShare === 0 ? 0 : 1 + maxShare * free)
      },
    ),
    { numRuns: 25 },
  )
})

it.each([
  [{ delayMs: -1 }, 'delayMs must be an integer of at least 0, not -1'],
  [{ delayMs: 1, maxShare: 2 }, 'maxShare must be a number from 0 to 1, not 2'],
  [{ delayMs: 1, after: 1 } as never, 'after is unknown; use the names in HedgeOptions'],
])('refuses the options %j', (options, message) => {
  expect(() => hedgeCalls(createClient({ apiKey: null }), options)).toThrow(message)
})
