import { afterEach, describe, expect, it } from 'vitest'
import { createDurationEngine, createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { createBoxVideoEngine } from '../test-support/job-engines.test-support.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { appendOf, connectClient, type RealtimeClient } from '../test-support/realtime-client.test-support.ts'
import {
  type AccountServer,
  type AccountServerOptions,
  startAccountServer,
} from '../test-support/start-account-server.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

/** One kopeck per token, and twenty per second of audio. */
const prices = {
  models: {
    'mira-realtime': { per_second: '0.20' },
    'mira-video': { per_second: '1.20' },
    'mira-thinking': { min_plan: 'max', input_per_million_tokens: '10000' },
  },
  default: { input_per_million_tokens: '10000', output_per_million_tokens: '10000' },
} as const

let server: AccountServer
afterEach(() => server[Symbol.asyncDispose]())

async function start(options: AccountServerOptions): Promise<void> {
  server = await startAccountServer({ plan: 'enterprise', prices, engines: engines(), ...options })
}

function engines() {
  const sound = { speech: createHummingEngine(), transcription: createDurationEngine() }
  return { ...noMediaEngines, ...sound, chat: createWordChatEngine() }
}

async function connect(query = ''): Promise<RealtimeClient> {
  const client = await connectClient({ url: server.url, apiKey: server.key }, { query })
  client.send({ type: 'session.update', session: { modalities: ['text'], turn_detection: null } })
  return client
}

const message = (text: string) => ({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] })
/** Requests a response to a text, outside of the conversation. */
const ask = (text: string, fields = {}) => ({
  type: 'response.create',
  event_id: 'ask-1',
  response: { input: [message(text)], conversation: 'none', ...fields },
})
const usage = async () =>
  (await server.store.usage.list(server.userId, 0))
    .filter(({ model }) => model !== 'mira-realtime')
    .map(({ model, outcome, inputTokens, outputTokens }) => [model, outcome, inputTokens, outputTokens])
const charges = async () => (await server.ledger()).filter(({ type }) => type === 'charge')

describe('a response', () => {
  it('in writing is charged by its tokens, under its own id', async () => {
    await start({ balanceKopecks: 1_000 })
    using client = await connect()
    client.send(ask('Good day'))
    const { response } = await client.next('response.done')
    expect(response.status).toBe('completed')
    expect(await usage()).toEqual([['mira', 'completed', 2, 4]])
    expect(await charges()).toMatchObject([{ amountKopecks: -6, requestId: response.id, model: 'mira' }])
  })

  it('that is canceled is charged by what it had brought', async () => {
    await start({ balanceKopecks: 1_000 })
    using client = await connect()
    client.send(ask('wait for me'))
    await client.next('response.text.delta')
    await client.next('response.text.delta')
    client.send({ type: 'response.cancel' })
    expect((await client.next('response.done')).response.status).toBe('cancelled')
    await expect.poll(usage).toEqual([['mira', 'cancelled', 3, 2]])
    expect(await charges()).toMatchObject([{ amountKopecks: -5 }])
  })

  it('that fails is free', async () => {
    await start({ balanceKopecks: 1_000 })
    using client = await connect()
    client.send(ask('fail-late'))
    expect((await client.next('response.done')).response.status).toBe('failed')
    await expect.poll(usage).toEqual([['mira', 'error', 0, 0]])
    expect(await charges()).toEqual([])
  })

  it('whose client leaves is charged by what it had brought', async () => {
    await start({ balanceKopecks: 1_000 })
    using client = await connect()
    client.send(ask('wait for me'))
    await client.next('response.text.delta')
    await client.next('response.text.delta')
    client.socket.terminate()
    await expect.poll(usage).toEqual([['mira', 'cancelled', 3, 2]])
  })

  it.each([
    {
      limit: 'the requests of a minute',
      options: { balanceKopecks: 100_000 },
      // The session is the first of them.
      allowed: 59,
      code: 'rate_limit_exceeded',
      message: /60 requests per minute/,
    },
    {
      limit: 'the requests of a day',
      options: { plan: 'free' as const },
      allowed: 19,
      code: 'rate_limit_exceeded',
      message: /20 requests per day|20 requests in 5 hours/,
    },
    {
      limit: 'the models of the plan',
      options: { plan: 'pro' as const, balanceKopecks: 100_000 },
      query: '?model=mira-thinking',
      allowed: 0,
      code: 'model_not_allowed',
      message: /requires max or higher/,
    },
  ])('beyond $limit is refused, and the session goes on', async ({ options, query, allowed, code, message: text }) => {
    let now = Date.UTC(2026, 5, 15, 12)
    await start({ now: () => now, ...options })
    using client = await connect(query)
    for (let count = 1; count <= allowed; count++) {
      client.send(ask('hi'))
      expect((await client.next('response.done')).response.status).toBe('completed')
    }
    client.send(ask('hi'))
    const { error } = await client.next('error')
    expect(error).toMatchObject({ code, message: expect.stringMatching(text), event_id: 'ask-1' })
    expect(client.events.filter(({ type }) => type === 'response.created')).toHaveLength(allowed)
    client.send({ type: 'session.update', session: {} })
    await client.next('session.updated')
    await client.next('session.updated')
    if (code !== 'rate_limit_exceeded') return
    now += 24 * 3_600_000
    client.send(ask('hi'))
    expect((await client.next('response.done')).response.status).toBe('completed')
  })

  it('may use the balance that its session holds, until it is used up', async () => {
    await start({ balanceKopecks: 8 })
    using client = await connect()
    for (const status of ['completed', 'completed']) {
      client.send(ask('Good day'))
      expect((await client.next('response.done')).response.status).toBe(status)
    }
    client.send(ask('Good day'))
    expect((await client.next('error')).error.code).toBe('insufficient_balance')
    expect((await client.closed).code).toBe(4402)
  })

  it('may follow a refused or a canceled one at once', async () => {
    await start({ balanceKopecks: 1_000 })
    using client = await connect()
    client.send(ask('wait'))
    client.send({ type: 'response.cancel' })
    client.send(ask('Good day'))
    expect((await client.next('response.done')).response.status).toBe('cancelled')
    expect((await client.next('response.done')).response.status).toBe('completed')
    const steps = client.events.map(({ type }) => type).filter((type) => /^response\.(created|done)$/.test(type))
    expect(steps).toEqual(['response.created', 'response.done', 'response.created', 'response.done'])
  })
})

describe('audio as an item', () => {
  const item = (seconds: number) => {
    const { audio } = appendOf(seconds * 1_000) as { audio: string }
    const content = [{ type: 'input_audio', audio }]
    return { type: 'conversation.item.create', item: { type: 'message', role: 'user', content } }
  }

  it('is metered like audio that is streamed', async () => {
    await start({ balanceKopecks: 10_000 })
    using client = await connect()
    for (let count = 0; count < 3; count++) client.send(item(10))
    await expect.poll(charges).toMatchObject([{ model: 'mira-realtime', amountKopecks: -600 }])
  })

  it('is paced like audio that is streamed', async () => {
    await start({ plan: 'local' })
    using client = await connect()
    for (let count = 0; count < 14; count++) client.send(item(10))
    expect((await client.next('error')).error.code).toBe('rate_limit_exceeded')
    expect((await client.closed).code).toBe(4429)
  })
})

describe('a session', () => {
  it('holds an installment, so that only one can overdraw', async () => {
    await start({ balanceKopecks: 500 })
    using first = await connect()
    await first.next('session.updated')
    await expect(connect()).rejects.toMatchObject({ status: 402 })
    first.socket.close()
    await first.closed
    await expect
      .poll(() =>
        connect().then(
          (client) => client.socket.terminate(),
          () => 'refused',
        ),
      )
      .toBeUndefined()
  })

  it('ends before it uses up what a job holds', async () => {
    const video = createBoxVideoEngine()
    await start({ balanceKopecks: 1_300, engines: { ...engines(), video } })
    const film = { prompt: 'wait', duration_seconds: 5 }
    expect((await server.call('POST', '/v1/video/generate', film)).status).toBe(202)
    using client = await connect()
    // The first 30 seconds leave 100 kopecks to others, the next none.
    for (let count = 0; count < 70; count++) client.send(appendOf(1_000))
    const { error } = await client.next('error')
    expect(error).toMatchObject({
      code: 'insufficient_balance',
      message: expect.stringContaining('requests in progress hold the rest'),
    })
    expect((await client.closed).code).toBe(4402)
    video.unblock()
    await expect.poll(() => server.store.jobs.sumHeld(server.userId)).toBe(0n)
    expect(await server.store.ledger.balance(server.userId)).toBeGreaterThan(0 - 700)
  })

  it('receives nothing beyond an installment before it is charged', async () => {
    await start({ balanceKopecks: 500 })
    using client = await connect()
    for (let count = 0; count < 110; count++) client.send(appendOf(1_000))
    expect((await client.closed).code).toBe(4402)
    await expect.poll(async () => (await charges()).length).toBeGreaterThan(0)
    const charged = (await charges()).reduce((sum, { amountKopecks }) => sum - amountKopecks, 0)
    // One installment, and the frames that had arrived with its last.
    expect(charged).toBeGreaterThanOrEqual(600)
    expect(charged).toBeLessThan(800)
  })
})
