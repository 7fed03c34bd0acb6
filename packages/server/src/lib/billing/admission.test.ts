import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type AccountServer, startAccountServer } from '../test-support/start-account-server.test-support.ts'

const chat = '/v1/chat/completions'
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })
const noon = Date.UTC(2026, 5, 15, 12)
const hour = 3_600_000

type Prepared = Pick<AccountServer, 'store' | 'userId' | 'keyId'>

/** Adds past requests to the account. */
const seed =
  (count: number, fields: { createdAt: number; model?: string; tokens?: number }) =>
  async ({ store, userId, keyId }: Prepared) => {
    const { createdAt, model = 'mira', tokens = 1 } = fields
    await store.transaction(async ({ usage }) => {
      for (let index = 0; index < count; index++) {
        await usage.add({
          id: randomUUID(),
          userId,
          keyId,
          requestId: 'r',
          endpoint: chat,
          model,
          inputTokens: tokens,
          outputTokens: 0,
          outcome: 'completed',
          costMicroKopecks: 0,
          chargedKopecks: 0,
          createdAt,
        })
      }
    })
  }

async function refusal(answer: Response) {
  const { detail } = await answer.json()
  return [answer.status, answer.headers.get('retry-after'), detail]
}

it('holds the free plan to its requests of a day, exactly, and charges nothing', async () => {
  let now = noon
  const prepare = seed(18, { createdAt: noon - 6 * hour })
  await using server = await startAccountServer({ plan: 'free', now: () => now, prepare })
  const answers = await Promise.all(Array.from({ length: 3 }, () => server.call('POST', chat, ask('hi'))))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429])
  const refused = answers.find(({ status }) => status === 429)!
  expect(await refusal(refused)).toEqual([
    429,
    '3600',
    'Rate limit exceeded: 20 requests per day. Retry after 3600 seconds',
  ])
  expect((await (await server.call('GET', '/v1/usage')).json()).quota).toEqual({
    daily_limit: 20,
    remaining_today: 0,
    plan: 'free',
  })
  expect(await server.ledger()).toEqual([])
  now += 12 * hour
  expect((await server.call('POST', chat, ask('hi'))).status).toBe(200)
})

it('charges what goes over the day where the user agreed to it and can pay', async () => {
  const options = { plan: 'free', hasOverage: true, now: () => noon } as const
  const prices = { models: {}, default: { output_per_million_tokens: '10000' } }
  const prepare = seed(19, { createdAt: noon - 6 * hour })
  await using server = await startAccountServer({ ...options, prices, balanceKopecks: 5, prepare })
  const statuses = []
  for (let request = 1; request <= 4; request++) statuses.push((await server.call('POST', chat, ask('hi'))).status)
  expect(statuses).toEqual([200, 200, 200, 429])
  expect((await server.ledger()).map(({ amountKopecks }) => amountKopecks)).toEqual([5, -3, -3])
})

it.each([
  { limit: '20 requests in 5 hours', count: 20, fields: { createdAt: noon - 5 * hour + 1 }, retryAfter: '3600' },
  { limit: '100 requests in 7 days', count: 100, fields: { createdAt: noon - 7 * 24 * hour + 1 }, retryAfter: '86400' },
  {
    limit: '20 requests in 7 days with mira-thinking',
    count: 20,
    fields: { createdAt: noon - 24 * hour, model: 'mira-thinking' },
    model: 'mira-thinking',
    retryAfter: '86400',
  },
  {
    limit: '500000 tokens per month',
    count: 1,
    fields: { createdAt: noon - 9 * 24 * hour, tokens: 500_000 },
    retryAfter: '86400',
  },
])('holds the free plan to $limit', async ({ limit, count, fields, model, retryAfter }) => {
  let now = noon
  await using server = await startAccountServer({ plan: 'free', now: () => now, prepare: seed(count, fields) })
  const answer = await server.call('POST', chat, ask('hi', { model: model ?? 'mira' }))
  expect(await refusal(answer)).toEqual([
    429,
    retryAfter,
    `Rate limit exceeded: ${limit}. Retry after ${retryAfter} seconds`,
  ])
  // None of the requests counts in the next month.
  now += 20 * 24 * hour
  expect((await server.call('POST', chat, ask('hi'))).status).toBe(200)
})

it('counts the requests of any 60 seconds', async () => {
  let now = noon
  await using server = await startAccountServer({ plan: 'max', balanceKopecks: 1_000, now: () => now })
  for (let request = 1; request <= 60; request++) {
    now += 500
    expect((await server.call('POST', '/v1/embeddings', { model: 'mira-embed', input: 'a' })).status).toBe(200)
  }
  const refused = await server.call('POST', chat, ask('hi'))
  expect(await refusal(refused)).toEqual([
    429,
    '31',
    'Rate limit exceeded: 60 requests per minute. Retry after 31 seconds',
  ])
  now += 31_000
  expect((await server.call('POST', chat, ask('hi'))).status).toBe(200)
})

it('lets a key have 3 requests under way, of either kind', async () => {
  await using server = await startAccountServer({ plan: 'max', balanceKopecks: 1_000 })
  const callers = [true, true, false].map((stream) => {
    const caller = new AbortController()
    const answer = server.call('POST', chat, ask('wait here', { stream }), { signal: caller.signal })
    return { caller, answer: answer.catch(() => undefined) }
  })
  await expect.poll(() => server.chat.aborted.length).toBe(3)
  const refused = await server.call('POST', chat, ask('hi'))
  expect(await refusal(refused)).toEqual([
    429,
    '5',
    'Rate limit exceeded: 3 requests are already running. Retry after 5 seconds',
  ])
  for (const { caller, answer } of callers) {
    caller.abort()
    await answer
  }
  await expect.poll(async () => (await server.call('POST', chat, ask('hi'))).status).toBe(200)
})

it('stops a paid plan at an empty balance, unless it is paid in advance', async () => {
  const prices = { models: {}, default: { output_per_million_tokens: '10000' } }
  await using server = await startAccountServer({ plan: 'pro', balanceKopecks: 4, prices })
  const statuses = []
  for (let request = 1; request <= 3; request++) statuses.push((await server.call('POST', chat, ask('hi'))).status)
  expect(statuses).toEqual([200, 200, 402])
  const refused = await server.call('POST', chat, ask('hi'))
  expect(await refusal(refused)).toEqual([402, null, 'Insufficient balance: top up to continue'])
  expect(await server.store.ledger.balance(server.userId)).toBe(-2)

  await using subscriber = await startAccountServer({ plan: 'pro', prices, subscriptionEndsAt: Date.now() + hour })
  expect((await subscriber.call('POST', chat, ask('hi'))).status).toBe(200)
  expect(await subscriber.ledger()).toEqual([])
})

it('refuses a model that the plan lacks, before anything is counted', async () => {
  const prices = { models: { 'mira-thinking': { min_plan: 'max' } }, default: {} } as const
  await using server = await startAccountServer({ plan: 'pro', prices })
  const answer = await server.call('POST', chat, ask('hi', { model: 'mira-thinking' }))
  expect(await refusal(answer)).toEqual([
    403,
    null,
    'model: "mira-thinking" is not included in the pro plan; it requires max or higher',
  ])
})

it('hinders nothing on the local plan', async () => {
  await using server = await startAccountServer({ plan: 'local', balanceKopecks: 0 })
  const answers = await Promise.all(Array.from({ length: 70 }, () => server.call('POST', chat, ask('hi'))))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(await server.ledger()).toHaveLength(70)
})

it('slows down guesses of keys, and no valid key of the same address, seen before or not', async () => {
  let now = noon
  await using server = await startAccountServer({ now: () => now })
  const guess = (key: string) =>
    server.call('GET', '/v1/usage', undefined, { headers: { authorization: `Bearer ${key}` } })
  for (let attempt = 0; attempt < 10; attempt++) {
    now += 1_000
    expect((await guess(`sk-mira-${String(attempt).padStart(40, '0')}`)).status).toBe(401)
  }
  const refused = await guess('sk-mira-no')
  expect(await refusal(refused)).toEqual([429, '51', 'Too many invalid API keys. Retry after 51 seconds'])
  expect((await server.call('GET', '/v1/usage')).status).toBe(200)
  now += 51_000
  expect((await guess('sk-mira-no')).status).toBe(401)
  expect((await guess('sk-mira-no')).status).toBe(429)
})
