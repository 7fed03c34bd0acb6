import { expect, it } from 'vitest'
import { hashRequest } from '../idempotency/idempotent-runs.ts'
import { type AccountServer, startAccountServer } from '../test-support/start-account-server.test-support.ts'

const chat = '/v1/chat/completions'
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })
/** One kopeck per token. */
const prices = {
  models: {},
  default: { input_per_million_tokens: '10000', output_per_million_tokens: '10000' },
}

/** Reads the account: kopecks, tokens and outcome of each request. */
async function account({ store, userId, ledger }: AccountServer) {
  const records = await store.usage.list(userId, 0)
  return {
    charges: (await ledger()).map(({ amountKopecks }) => amountKopecks),
    usage: records.map(({ outcome, inputTokens, outputTokens }) => [outcome, inputTokens, outputTokens]),
  }
}

it.each([
  { kind: 'a whole answer', path: chat, body: ask('hi') },
  { kind: 'a stream', path: chat, body: ask('hi', { stream: true }) },
  { kind: 'a response', path: '/v1/responses', body: { model: 'mira', input: 'hi' } },
  { kind: 'a response as a stream', path: '/v1/responses', body: { model: 'mira', input: 'hi', stream: true } },
])('charges $kind once, when it is complete', async ({ path, body }) => {
  await using server = await startAccountServer({ prices })
  await (await server.call('POST', path, body)).text()
  expect(await account(server)).toEqual({ charges: [-4], usage: [['completed', 1, 3]] })
})

it.each([
  { kind: 'cannot be read', body: '{', status: 400, usage: [] },
  { kind: 'asks for an unknown model', body: ask('hi', { model: 'gpt' }), status: 400, usage: [] },
  { kind: 'does not fit', body: ask('hi', { n: 0 }), status: 422, usage: [] },
  { kind: 'breaks the engine', body: ask('be-broken'), status: 500, usage: [['error', 0, 0]] },
  { kind: 'meets a busy upstream', body: ask('be-unavailable'), status: 503, usage: [['error', 0, 0]] },
  { kind: 'breaks half-way', body: ask('fail-late'), status: 502, usage: [['error', 0, 0]] },
  {
    kind: 'breaks half-way in a stream',
    body: ask('fail-late', { stream: true }),
    status: 200,
    usage: [['error', 0, 0]],
  },
  {
    kind: 'runs out of time',
    body: ask('wait on'),
    limits: { requestTimeoutMs: 200 },
    status: 408,
    usage: [['error', 0, 0]],
  },
])('charges nothing for a request that $kind', async ({ body, limits = {}, status, usage }) => {
  await using server = await startAccountServer({ prices, limits })
  const answer = await server.call('POST', chat, body)
  await answer.text()
  expect(answer.status).toBe(status)
  await expect.poll(() => account(server)).toEqual({ charges: [], usage })
  expect(await server.store.apiKeys.find(server.keyId)).toMatchObject({ totalRequests: 0, totalTokens: 0 })
})

it('charges nothing for what the moderator blocks', async () => {
  const moderator = { check: async () => ({ isBlocked: true, category: 'drugs' }) as const }
  await using server = await startAccountServer({ prices, moderator })
  expect((await server.call('POST', chat, ask('hi'))).status).toBe(422)
  expect(await account(server)).toEqual({ charges: [], usage: [] })
})

it.each([chat, '/v1/responses'])('charges what a stream of %s had brought when its caller left', async (path) => {
  await using server = await startAccountServer({ prices })
  const body = path === chat ? ask('wait for me') : { model: 'mira', input: 'wait for me' }
  const answer = await server.call('POST', path, { ...body, stream: true })
  await expect.poll(() => server.chat.aborted.length).toBe(1)
  await answer.body!.cancel()
  // "You said:" is two tokens, the question three.
  await expect.poll(() => account(server)).toEqual({ charges: [-5], usage: [['cancelled', 3, 2]] })
})

it('charges nothing for a whole answer whose caller left', async () => {
  await using server = await startAccountServer({ prices })
  const caller = new AbortController()
  const answer = server.call('POST', chat, ask('wait for me'), { signal: caller.signal })
  await expect.poll(() => server.chat.aborted.length).toBe(1)
  caller.abort()
  await expect(answer).rejects.toThrow()
  await expect.poll(() => account(server)).toEqual({ charges: [], usage: [['cancelled', 0, 0]] })
})

it('charges what streams had brought before it closes', async () => {
  await using server = await startAccountServer({ prices })
  const answer = await server.call('POST', chat, ask('wait for me', { stream: true }))
  const reading = answer.text().catch(() => undefined)
  await expect.poll(() => server.chat.aborted.length).toBe(1)
  await server.close({ graceMs: 0 })
  await reading
  expect(await account(server)).toEqual({ charges: [-5], usage: [['cancelled', 3, 2]] })
})

it('charges one idempotency key once, and each stream, which has none', async () => {
  await using server = await startAccountServer({ prices })
  const init = { headers: { 'idempotency-key': 'order-7' } }
  const whole = () => server.call('POST', chat, ask('hi'), init)
  await Promise.all([whole(), whole(), whole()])
  await whole()
  expect(await account(server)).toEqual({ charges: [-4], usage: [['completed', 1, 3]] })
  const stream = async () =>
    (await server.call('POST', chat, ask('hi', { stream: true }), { headers: { 'idempotency-key': 's' } })).text()
  await stream()
  await stream()
  expect((await account(server)).charges).toEqual([-4, -4, -4])
})

it('charges a key once though its caller left and came back', async () => {
  await using server = await startAccountServer({ prices })
  const headers = { 'idempotency-key': 'order-7' }
  const caller = new AbortController()
  const left = server.call(
    'POST',
    '/v1/embeddings',
    { model: 'mira-embed', input: 'a b' },
    { headers, signal: caller.signal },
  )
  caller.abort()
  await expect(left).rejects.toThrow()
  const again = await server.call('POST', '/v1/embeddings', { model: 'mira-embed', input: 'a b' }, { headers })
  expect(again.status).toBe(200)
  expect((await account(server)).charges).toEqual([-2])
})

it('does not charge again what a process had charged before it died', async () => {
  const body = JSON.stringify(ask('hi'))
  const died = { idempotencyKey: 'order-7', fingerprint: hashRequest('POST', chat, body), runId: 'died', reply: null }
  await using server = await startAccountServer({
    prices,
    async prepare({ store, keyId }) {
      const run = { ...died, keyId, lockedUntil: Date.now() - 1, expiresAt: Date.now() + 60_000 }
      await store.idempotency.claim(run, Date.now())
      await store.idempotency.markCharged(run, Date.now())
    },
  })
  const answer = await server.call('POST', chat, body, { headers: { 'idempotency-key': 'order-7' } })
  expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([200, null])
  expect(await account(server)).toEqual({ charges: [], usage: [] })
})

it('carries parts of a kopeck from request to request', async () => {
  const price = { input_per_million_tokens: '2500', output_per_million_tokens: '0' } // a quarter of a kopeck
  await using server = await startAccountServer({ prices: { models: {}, default: price } })
  for (let request = 1; request <= 9; request++) await (await server.call('POST', chat, ask('hi'))).text()
  const { charges } = await account(server)
  expect(charges).toEqual([0, 0, 0, -1, 0, 0, 0, -1, 0])
  expect((await server.ledger()).at(-1)).toMatchObject({ balanceAfterKopecks: -2, remainderAfterMicroKopecks: 250_000 })
})
