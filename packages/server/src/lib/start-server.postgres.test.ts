import { describe, expect, it } from 'vitest'
import { generateApiKey } from './accounts/api-keys.ts'
import { ownerId } from './accounts/owner.ts'
import { startingBonusKopecks } from './accounts/users.ts'
import type { ServerOptions } from './options.ts'
import { startServer } from './start-server.ts'
import { openPostgresStore } from './store/open-postgres-store.ts'
import { createLetterEmbeddingEngine } from './test-support/letter-embedding-engine.test-support.ts'
import { usePostgres } from './test-support/postgres.test-support.ts'
import { createWordChatEngine } from './test-support/word-chat-engine.test-support.ts'

const secret = 'x'.repeat(32)
const prices = { models: {}, default: { input_per_million_tokens: '33.33', output_per_million_tokens: '7777.77' } }
const postgres = await usePostgres()

/** Two servers on one new database. */
async function startTwo(options = {}) {
  const databaseUrl = await postgres!.createDatabase()
  const key = generateApiKey()
  const start = () => {
    const engines = { chat: createWordChatEngine(), embeddings: createLetterEmbeddingEngine() }
    return startServer({ databaseUrl, secret, apiKeys: [key], engines, prices, ...options })
  }
  const servers = await Promise.all([start(), start()])
  const call = (index: number, method: string, path: string, body?: unknown, headers = {}, signal?: AbortSignal) =>
    fetch(servers[index % 2]!.url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    })
  const close = () => Promise.all(servers.map((server) => server.close({ graceMs: 0 })))
  return { call, databaseUrl, [Symbol.asyncDispose]: async () => void (await close()) }
}

const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })
const chat = '/v1/chat/completions'

describe.runIf(postgres)('two servers on one PostgreSQL', () => {
  it('write one exact ledger at once', async () => {
    await using servers = await startTwo()
    const bodies = Array.from({ length: 60 }, (_, index) => ask('hi', { stream: index % 3 === 0 }))
    const answers = await Promise.all(bodies.map((body, index) => servers.call(index, 'POST', chat, body)))
    await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const balance = await (await servers.call(0, 'GET', '/v1/billing/balance')).json()
    const usage = await (await servers.call(1, 'GET', '/v1/usage')).json()
    const costMicroKopecks = 60 * (3_333 + 3 * 777_777)
    const spent = Math.floor(costMicroKopecks / 1_000_000)
    expect(balance.balance_kopecks).toBe(startingBonusKopecks - spent)
    expect(balance.spending.today_kopecks).toBe(spent)
    expect(usage.today).toMatchObject({ total_requests: 60, total_cost_microcents: Math.floor(costMicroKopecks / 100) })

    const store = await openPostgresStore(servers.databaseUrl)
    const lines = (await store.ledger.list(ownerId, { limit: 100, offset: 0 })).toReversed()
    await store.close()
    let sum = 0
    for (const [index, line] of lines.entries()) {
      sum += line.amountKopecks
      expect([line.sequence, line.balanceAfterKopecks]).toEqual([index + 1, sum])
    }
    expect(lines).toHaveLength(61)
  })

  it('run an idempotency key once between them', async () => {
    await using servers = await startTwo()
    const send = (index: number) => servers.call(index, 'POST', chat, ask('hi'), { 'idempotency-key': 'order-7' })
    const statuses = (await Promise.all([0, 1, 2, 3].map(send))).map(({ status }) => status)
    expect(statuses).toEqual([200, 200, 200, 200])
    const charges = await (await servers.call(0, 'GET', '/v1/billing/transactions?type=charge')).json()
    expect(charges).toHaveLength(1)
  })

  it('know at once what the other revoked, and keep to one limit of keys', async () => {
    await using servers = await startTwo()
    const created = await Promise.all(
      Array.from({ length: 12 }, (_, index) => servers.call(index, 'POST', '/v1/api-keys', { name: 'n' })),
    )
    expect(created.map(({ status }) => status).sort()).toEqual([...Array(9).fill(201), 400, 400, 400])
    const { id, key } = await created.find(({ status }) => status === 201)!.json()
    const withKey = (index: number) =>
      servers.call(index, 'GET', '/v1/usage', undefined, { authorization: `Bearer ${key}` })
    expect((await withKey(1)).status).toBe(200)
    await servers.call(0, 'DELETE', `/v1/api-keys/${id}`)
    expect((await withKey(1)).status).toBe(401)
  })

  it('count requests per minute together', async () => {
    await using servers = await startTwo({ limits: { requestsPerMinute: 5 }, now: () => 5 })
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => servers.call(index, 'GET', '/v1/billing/transactions')),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(200), ...Array(7).fill(429)])
    const late = await servers.call(1, 'GET', '/v1/usage')
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '60'])
  })

  it('count open streams together, and free the place of one that ends', async () => {
    await using servers = await startTwo({ limits: { maxConcurrentStreams: 3 } })
    const open = (index: number, signal?: AbortSignal) =>
      servers.call(index, 'POST', chat, ask('wait here', { stream: true }), {}, signal)
    const leaving = new AbortController()
    const first = await open(0, leaving.signal)
    const others = await Promise.all([open(1), open(0), open(1), open(0)])
    expect(others.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429])
    leaving.abort()
    await expect(first.text()).rejects.toThrow()
    await expect.poll(async () => (await open(1)).status).toBe(200)
  })

  it('count requests under way of a limited plan together', async () => {
    await using servers = await startTwo()
    const store = await openPostgresStore(servers.databaseUrl)
    await store.users.setPlan(ownerId, 'enterprise')
    await store.close()
    const requests = Array.from({ length: 6 }, (_, index) =>
      servers.call(index, 'POST', chat, ask('wait here', { stream: true })),
    )
    const statuses = (await Promise.all(requests)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 200, 200, 429, 429, 429])
  })

  it('slow a guesser down together, and nobody who has a key', async () => {
    await using servers = await startTwo({ now: () => 5 })
    expect((await servers.call(0, 'GET', '/v1/usage')).status).toBe(200)
    const guess = (index: number) =>
      servers.call(index, 'GET', '/v1/usage', undefined, { authorization: `Bearer ${generateApiKey()}` })
    const statuses: number[] = []
    for (let index = 0; index < 12; index++) statuses.push((await guess(index)).status)
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
    expect((await servers.call(0, 'GET', '/v1/usage')).status).toBe(200)
  })

  it('end streams of a key that the other revoked', async () => {
    await using servers = await startTwo()
    const { id, key } = await (await servers.call(0, 'POST', '/v1/api-keys', { name: 'n' })).json()
    const authorization = `Bearer ${key}`
    const stream = await servers.call(1, 'POST', chat, ask('wait here', { stream: true }), { authorization })
    await servers.call(0, 'DELETE', `/v1/api-keys/${id}`)
    expect(await stream.text()).toContain('The API key was revoked')
  })
})

it.each([
  [{ databaseUrl: 'postgres://db/mira' }, 'databaseUrl requires a secret, or a dataDir'],
  [{ databaseUrl: 'mysql://db/mira', secret }, 'must begin with postgres://'],
  [{ secret: 'short' }, 'must have at least 32'],
])('refuses %o', async (options, message) => {
  await expect(startServer(options satisfies ServerOptions)).rejects.toThrow(message)
})
