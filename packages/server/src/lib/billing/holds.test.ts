import { afterEach, describe, expect, it } from 'vitest'
import { createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { createGrayImageEngine, createSquareVisionEngine } from '../test-support/image-engines.test-support.ts'
import { createBoxVideoEngine, createScaleMusicEngine } from '../test-support/job-engines.test-support.ts'
import { createLetterEmbeddingEngine } from '../test-support/letter-embedding-engine.test-support.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { createPng, toDataUri } from '../test-support/png.test-support.ts'
import {
  type AccountServer,
  type AccountServerOptions,
  startAccountServer,
} from '../test-support/start-account-server.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

const chat = '/v1/chat/completions'
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })
/** One kopeck per token, image, character and second. */
const unit = {
  input_per_million_tokens: '10000',
  output_per_million_tokens: '10000',
  per_million_characters: '10000',
  per_image: '0.01',
  per_second: '0.01',
}
const prices = { models: {}, default: unit }

interface HoldServer extends AccountServer {
  readonly video: ReturnType<typeof createBoxVideoEngine>
  readonly words: ReturnType<typeof createWordChatEngine>
  /** Creates an API key of the same user, and returns the headers of its requests. */
  addKey(): Promise<Record<string, string>>
}

let server: HoldServer
afterEach(() => server[Symbol.asyncDispose]())

async function start(options: AccountServerOptions): Promise<HoldServer> {
  const video = createBoxVideoEngine()
  const words = createWordChatEngine()
  const engines = {
    ...noMediaEngines,
    chat: words,
    embeddings: createLetterEmbeddingEngine(),
    images: createGrayImageEngine(),
    vision: createSquareVisionEngine(),
    speech: createHummingEngine(),
    music: createScaleMusicEngine(),
    video,
  }
  const started = await startAccountServer({ plan: 'enterprise', prices, engines, ...options })
  return {
    ...started,
    video,
    words,
    async addKey() {
      const { key } = await (await started.call('POST', '/v1/api-keys', { name: 'other' })).json()
      return { authorization: `Bearer ${key}` }
    },
  }
}

const balance = () => server.store.ledger.balance(server.userId)
const statusOf = async (path: string, body: unknown, headers = {}) => {
  const answer = await server.call('POST', path, body, { headers })
  await answer.arrayBuffer()
  return answer.status
}

describe('a request of known cost', () => {
  it.each([
    { kind: 'a video', path: '/v1/video/generate', body: { prompt: 'A cat', duration_seconds: 10 }, cost: 10, ok: 202 },
    { kind: 'a song', path: '/v1/audio/music', body: { prompt: 'Rain', duration_seconds: 7 }, cost: 7, ok: 202 },
    { kind: 'a song of the usual length', path: '/v1/audio/music', body: { prompt: 'Rain' }, cost: 30, ok: 202 },
    { kind: 'images', path: '/v1/images/generate', body: { prompt: 'A cat', n: 3 }, cost: 3, ok: 200 },
    {
      kind: 'edited images',
      path: '/v1/images/edit',
      body: { prompt: 'A cat', n: 2, reference_images: [toDataUri(createPng())] },
      cost: 2,
      ok: 200,
    },
    {
      kind: 'speech',
      path: '/v1/audio/speech',
      body: { input: 'Hello', voice: 'hum', response_format: 'pcm' },
      cost: 5,
      ok: 200,
    },
    {
      kind: 'embeddings',
      path: '/v1/embeddings',
      body: { model: 'mira-embed', input: ['one two', 'three'] },
      cost: 3,
      ok: 200,
    },
  ])('that is $kind needs a balance of its cost', async ({ path, body, cost, ok }) => {
    server = await start({ balanceKopecks: cost - 1 })
    const refused = await server.call('POST', path, body)
    expect([refused.status, (await refused.json()).detail]).toEqual([
      402,
      `Insufficient balance: the request costs 0.${String(cost).padStart(2, '0')} rubles and 0.${String(cost - 1).padStart(2, '0')} are available; top up to continue`,
    ])
    expect(await balance()).toBe(cost - 1)
    await server[Symbol.asyncDispose]()

    server = await start({ balanceKopecks: cost })
    expect(await statusOf(path, body)).toBe(ok)
    await expect.poll(balance).toBe(0)
    expect(await statusOf(path, body)).toBe(402)
  })
})

describe('jobs', () => {
  const film = (prompt: string, headers = {}) =>
    server.call('POST', '/v1/video/generate', { prompt, duration_seconds: 10 }, { headers })

  it('hold their price until they end, however many keys ask at once', async () => {
    server = await start({ balanceKopecks: 39, jobs: { workers: 4 } })
    const keys = await Promise.all(Array.from({ length: 4 }, () => server.addKey()))
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => film('wait', keys[index % 4])))
    const accepted = answers.filter(({ status }) => status === 202)
    expect(accepted).toHaveLength(3)
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(37)
    expect(await server.store.jobs.sumHeld(server.userId)).toBe(30_000_000n)

    const ids = await Promise.all(accepted.map(async (answer) => (await answer.json()).id as string))
    await server.call('POST', `/v1/video/${ids[0]}/cancel`)
    expect((await film('be-unplayable', keys[1])).status).toBe(202)
    await expect.poll(() => server.store.jobs.sumHeld(server.userId)).toBe(20_000_000n)

    server.video.unblock()
    await expect.poll(() => server.store.jobs.sumHeld(server.userId)).toBe(0n)
    expect(await balance()).toBe(19)
  })

  it('leave nothing for requests of unknown cost when they hold all', async () => {
    server = await start({ balanceKopecks: 10 })
    expect((await film('wait')).status).toBe(202)
    const refused = await server.call('POST', chat, ask('hi'))
    expect([refused.status, (await refused.json()).detail]).toEqual([
      402,
      'Insufficient balance: requests in progress hold the rest of it; wait for them or top up to continue',
    ])
  })

  it('of one idempotency key hold their price once', async () => {
    server = await start({ balanceKopecks: 10 })
    const headers = { 'idempotency-key': 'film-1' }
    expect([(await film('wait', headers)).status, (await film('wait', headers)).status]).toEqual([202, 202])
    expect(await server.store.jobs.sumHeld(server.userId)).toBe(10_000_000n)
  })

  it.each(['free', 'local'] as const)('hold nothing on the %s plan', async (plan) => {
    server = await start({ plan })
    expect((await film('wait')).status).toBe(202)
    expect(await server.store.jobs.sumHeld(server.userId)).toBe(0n)
  })
})

describe('a request of unknown cost', () => {
  it('needs some balance that no other holds, so only the last one overdraws', async () => {
    server = await start({ balanceKopecks: 30 })
    const keys = await Promise.all(Array.from({ length: 5 }, () => server.addKey()))
    const callers = keys.map(() => new AbortController())
    const answers = await Promise.all(
      keys.map((headers, index) => {
        const { signal } = callers[index]!
        return server.call('POST', chat, ask('wait', { stream: true, max_tokens: 10 }), { headers, signal })
      }),
    )
    const statuses = answers.map(({ status }) => status)
    // Each holds 10 tokens of output and at most 12 of input.
    expect(statuses.toSorted()).toEqual([200, 200, 402, 402, 402])
    for (const caller of callers) caller.abort()
    // Two words of each answer and the one of its question are charged.
    await expect.poll(balance).toBe(30 - 2 * 3)
    await expect.poll(() => statusOf(chat, ask('hi'))).toBe(200)
  })

  it.each([
    ['completes', ask('hi'), 200],
    ['breaks', ask('be-broken'), 500],
    ['breaks in its stream', ask('fail-late', { stream: true }), 200],
    ['asks for an unknown model', ask('hi', { model: 'none' }), 400],
    ['runs out of time', ask('wait'), 408],
  ])('holds nothing once it %s', async (_, body, status) => {
    server = await start({ balanceKopecks: 100, limits: { requestTimeoutMs: 500 } })
    expect(await statusOf(chat, body)).toBe(status)
    // A hold of the whole balance would refuse it.
    await expect.poll(() => statusOf('/v1/images/generate', { prompt: 'A cat', n: 4 })).toBe(200)
    const rest = await balance()
    expect(await statusOf('/v1/audio/speech', { input: 'x'.repeat(rest), voice: 'hum', response_format: 'pcm' })).toBe(
      200,
    )
    expect(await balance()).toBe(0)
  })
})

describe('several keys of a user', () => {
  it('have 6 requests under way at once', async () => {
    server = await start({ balanceKopecks: 1_000_000 })
    const keys = await Promise.all(Array.from({ length: 3 }, () => server.addKey()))
    const caller = new AbortController()
    const { signal } = caller
    const waits = Array.from({ length: 6 }, (_, index) =>
      server.call('POST', chat, ask('wait'), { headers: keys[index % 3]!, signal }).catch(() => undefined),
    )
    await expect.poll(() => server.words.aborted.length).toBe(6)
    const refused = await server.call('POST', chat, ask('hi'))
    expect([refused.status, refused.headers.get('retry-after'), (await refused.json()).detail]).toEqual([
      429,
      '5',
      'Rate limit exceeded: 6 requests of all keys are already running. Retry after 5 seconds',
    ])
    caller.abort()
    await Promise.all(waits)
    await expect.poll(() => statusOf(chat, ask('hi'))).toBe(200)
  })

  it('have twice as many streams open as one', async () => {
    server = await start({ plan: 'local', limits: { maxConcurrentStreams: 2 } })
    const keys = await Promise.all(Array.from({ length: 4 }, () => server.addKey()))
    const open = (headers: Record<string, string>) =>
      server.call('POST', chat, ask('wait', { stream: true }), { headers })
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => open(keys[index % 4]!)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 429, 429, 429, 429])
  })

  it('have twice as many jobs open as one', async () => {
    server = await start({ plan: 'local', jobs: { maxOpenPerKey: 1 } })
    const keys = await Promise.all(Array.from({ length: 3 }, () => server.addKey()))
    const sing = (headers: Record<string, string>) => statusOf('/v1/audio/music', { prompt: 'wait' }, headers)
    expect([await sing(keys[0]!), await sing(keys[0]!), await sing(keys[1]!), await sing(keys[2]!)]).toEqual([
      202, 429, 202, 429,
    ])
  })
})
