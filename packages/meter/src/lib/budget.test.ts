import { chat, defineTool } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { media } from '@mira/media'
import { createGate, type ReplyScript, startTestServer } from '@mira/test-server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BudgetError } from './budget.ts'
import { meter } from './meter.ts'
import type { MeterOptions } from './meter-options.ts'
import type { PriceList } from './prices.ts'

/** One kopeck per token, so that a number of tokens is an amount. */
const prices: PriceList = {
  models: {
    mira: { input_per_million_tokens: '10000', output_per_million_tokens: '10000' },
    'mira-image': { per_image: '4' },
    'mira-voice': { per_million_characters: '10000' },
  },
}
const messages = [{ role: 'user', content: 'Hi' }]

const completionOf = (promptTokens: number, completionTokens: number, content: object = { content: 'Hi' }): object => ({
  ...{ id: 'c', object: 'chat.completion', created: 1, model: 'mira' },
  choices: [{ index: 0, message: { role: 'assistant', ...content }, finish_reason: 'stop' }],
  usage: {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  },
})

async function start(routes: Record<string, ReplyScript>, options: MeterOptions) {
  const server = await startTestServer(routes)
  const client = createClient({ baseUrl: server.url, apiKey: null, retry: { baseDelayMs: 1, maxDelayMs: 1 } })
  const scope = meter(client.extend(chat).extend(media), { prices, ...options })
  return { scope, mira: scope.client, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

async function errorOf(call: Promise<unknown>): Promise<BudgetError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(BudgetError)
  return error as BudgetError
}

describe('a budget', () => {
  const route = 'POST /v1/chat/completions'
  const chatReply = { [route]: { json: completionOf(1, 4) } }

  it.each([
    { name: 'maxCalls', options: { maxCalls: 2 }, calls: 2 },
    { name: 'maxTokens', options: { maxTokens: 10 }, calls: 2 },
    { name: 'maxCost', options: { maxCost: 10n }, calls: 2 },
    { name: 'maxCost', options: { maxCost: 12 }, calls: 3 },
    { name: 'maxCalls', options: { maxCalls: 0 }, calls: 0 },
  ])('ends calls after $calls with the limit $options', async ({ name, options, calls }) => {
    await using started = await start(chatReply, options)
    const { mira, scope, server } = started
    for (let call = 0; call < calls; call += 1) await mira.chat.create({ messages })
    const error = await errorOf(mira.chat.create({ messages }))
    expect(error).toMatchObject({ code: 'budget_exceeded', limit: name, retryable: false, operation: 'chat.create' })
    expect(error.usage.calls).toBe(calls)
    expect(error.cost).toEqual(scope.cost)
    expect(error.attempts).toHaveLength(1)
    expect(isMiraError(error)).toBe(true)
    expect(server.requests).toHaveLength(calls)
  })

  it.each([
    { name: 'max_tokens', run: { max_tokens: 10 }, maxCost: 10n },
    { name: 'max_tokens of several choices', run: { max_tokens: 4, n: 3 }, maxCost: 12n },
    { name: 'a long prompt', run: { messages: [{ role: 'user', content: 'word '.repeat(100) }] }, maxCost: 31n },
  ])('refuses what $name is certain to exceed, before it is sent', async ({ run, maxCost }) => {
    await using started = await start(chatReply, { maxCost })
    await errorOf(started.mira.chat.create({ messages, ...run }))
    expect(started.server.requests).toEqual([])
    expect(started.scope.usage.calls).toBe(0)
    await using other = await start(chatReply, { maxCost: maxCost + 1n })
    await other.mira.chat.create({ messages, ...run })
  })

  it.each([
    { name: 'images', run: (mira: Mira) => mira.images.generate({ prompt: 'A cat', n: 3 }), cost: 1200n },
    { name: 'speech', run: (mira: Mira) => mira.audio.speech({ input: 'Hallo 🌍' }), cost: 7n },
  ])('refuses $name whose cost is known and does not fit', async ({ run, cost }) => {
    const routes = {
      'POST /v1/images/generate': { json: { data: [{ url: '/a' }] } },
      'POST /v1/audio/speech': { bytes: new Uint8Array(4), headers: { 'content-type': 'audio/mpeg' } },
    }
    await using started = await start(routes, { maxCost: cost - 1n })
    await errorOf(run(started.mira))
    expect(started.server.requests).toEqual([])
    await using other = await start(routes, { maxCost: cost })
    await run(other.mira)
  })

  it('of a scope is not used by what an inner scope refuses, and limits the calls of inner scopes', async () => {
    await using started = await start(chatReply, { maxCalls: 2 })
    const inner = meter(started.mira, { prices, maxCalls: 1 })
    await inner.client.chat.create({ messages })
    await errorOf(inner.client.chat.create({ messages }))
    expect(started.scope.usage.calls).toBe(1)
    const other = meter(started.mira, { prices })
    await other.client.chat.create({ messages })
    await errorOf(other.client.chat.create({ messages }))
    expect([other.usage.calls, started.server.requests.length]).toEqual([1, 2])
  })

  it('refuses a model without a price', async () => {
    await using started = await start(chatReply, { maxCost: 100n })
    expect(await errorOf(started.mira.chat.create({ messages, model: 'other' }))).toMatchObject({ limit: 'maxCost' })
    expect(started.server.requests).toEqual([])
  })

  it('reserves what parallel calls are certain to need, so that together they do not exceed it', async () => {
    const gate = createGate()
    const wait = async (): Promise<{ json: object }> => {
      await gate.arrive()
      return { json: completionOf(1, 9) }
    }
    await using started = await start({ [route]: wait }, { maxCost: 35n })
    const calls = Array.from({ length: 10 }, () => started.mira.chat.create({ messages, max_tokens: 10 }))
    const ends = Promise.allSettled(calls)
    gate.open()
    const codes = (await ends).map((end) => (end.status === 'fulfilled' ? 'done' : end.reason.code))
    expect(codes.filter((code) => code === 'done')).toHaveLength(3)
    expect(codes.filter((code) => code === 'budget_exceeded')).toHaveLength(7)
    expect(started.scope.cost.minorUnits).toBe(30n)
    await started.mira.chat.create({ messages, max_tokens: 4 })
  })

  it('is never exceeded by calls with max_tokens, however they run in parallel', async () => {
    const tokens = fc.integer({ min: 1, max: 20 })
    await using server = await startTestServer({
      [route]: (request) => {
        const { max_tokens } = request.json() as { max_tokens: number }
        return { json: completionOf(1, max_tokens) }
      },
    })
    const client = createClient({ baseUrl: server.url, apiKey: null }).extend(chat)
    const property = fc.asyncProperty(
      fc.array(tokens, { maxLength: 12 }),
      fc.integer({ min: 1, max: 80 }),
      async (sizes, max) => {
        const scope = meter(client, { prices, maxCost: max, maxTokens: max })
        await Promise.allSettled(sizes.map((max_tokens) => scope.client.chat.create({ messages, max_tokens })))
        expect(scope.cost.minorUnits).toBeLessThanOrEqual(BigInt(max))
        expect(scope.usage.promptTokens + scope.usage.completionTokens).toBeLessThanOrEqual(max)
      },
    )
    await fc.assert(property, { numRuns: 25 })
  })

  it('ends a run with tools, and says what was done', async () => {
    const call = { id: '1', type: 'function', function: { name: 'again', arguments: '{}' } }
    await using started = await start(
      { [route]: { json: completionOf(2, 3, { tool_calls: [call] }) } },
      { maxCost: 14n },
    )
    const again = defineTool({
      name: 'again',
      description: 'Again',
      parameters: { type: 'object' },
      execute: () => 'ok',
    })
    const error = await errorOf(started.mira.chat.runTools({ messages, tools: [again], maxRounds: 50 }))
    expect(error.usage).toMatchObject({ calls: 3, promptTokens: 6, completionTokens: 9 })
    expect(`${error.cost}`).toBe('0.15')
  })

  it('holds the reservation of an attempt that may have been charged', async () => {
    const script: ReplyScript = [{ beforeHeaders: 'reset' }, { json: completionOf(1, 1) }]
    await using started = await start({ [route]: script }, { maxCost: 20n })
    await errorOf(started.mira.chat.create({ messages, max_tokens: 10 }))
    expect(started.scope.unknown[0]?.estimate?.minorUnits).toBe(11n)
    expect(started.server.requests).toHaveLength(1)
  })
})

type Mira = Awaited<ReturnType<typeof start>>['mira']

describe('a stream beyond its budget', () => {
  const route = 'POST /v1/chat/completions'
  const piece = (content: string, usage?: object): object => ({
    ...{ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'mira', usage },
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  })
  /** Each piece is 5 tokens by the default estimate. */
  const pieces = Array.from({ length: 200 }, () => piece('x'.repeat(20)))

  it.each([
    {
      how: 'iterated',
      read: async (stream: AsyncIterable<unknown>) => {
        for await (const _ of stream) {
          /* Read. */
        }
      },
    },
    { how: 'awaited', read: (stream: { final(): Promise<unknown> }) => stream.final() },
  ])('is ended while it is $how, with the answer so far', async ({ read }) => {
    await using started = await start({ [route]: { sse: pieces, headers: { 'x-request-id': 'r' } } }, { maxCost: 50n })
    const error = await errorOf(read(started.mira.chat.stream({ messages }) as never) as Promise<unknown>)
    expect(error).toMatchObject({ limit: 'maxCost', operation: 'chat.stream' })
    const { choices } = error.partial as { choices: { message: { content: string } }[] }
    expect(choices[0]?.message.content.length).toBeGreaterThan(180)
    expect(started.scope.unknown).toMatchObject([{ reason: 'budget_exceeded', requestId: 'r' }])
    expect(started.server.requests).toHaveLength(1)
    await errorOf(started.mira.chat.create({ messages }))
  })

  it('is ended by the usage that the server reports with each piece', async () => {
    const usage = { prompt_tokens: 30, completion_tokens: 1, total_tokens: 31 }
    await using started = await start(
      { [route]: { sse: [piece('a'), piece('b', usage), ...pieces] } },
      { maxTokens: 30 },
    )
    const error = await errorOf(started.mira.chat.stream({ messages }).final())
    expect(error.limit).toBe('maxTokens')
    expect(started.scope.unknown).toMatchObject([{ usage: { promptTokens: 30, completionTokens: 1 } }])
  })

  it('is read to its end if max_tokens has reserved all of it', async () => {
    const sse = [
      ...pieces.slice(0, 5),
      { ...piece(''), choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      '[DONE]',
    ]
    await using started = await start({ [route]: { sse } }, { maxTokens: 60 })
    await started.mira.chat.stream({ messages, max_tokens: 50 }).final()
  })

  it('of structured or tool output is ended too', async () => {
    await using started = await start({ [route]: { sse: pieces } }, { maxTokens: 50 })
    const tools = [defineTool({ name: 'no', description: 'No', parameters: { type: 'object' }, execute: () => '' })]
    await errorOf(started.mira.chat.streamTools({ messages, tools }).final())
  })
})
