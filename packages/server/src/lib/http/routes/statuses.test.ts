import { describe, expect, it } from 'vitest'
import { hashRequest } from '../../idempotency/idempotent-runs.ts'
import {
  type AccountServer,
  type AccountServerOptions,
  startAccountServer,
} from '../../test-support/start-account-server.test-support.ts'

const chat = '/v1/chat/completions'
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })
const blocker = { check: async () => ({ isBlocked: true, category: 'drugs' }) as const }
const uuid = '11111111-2222-4333-8444-555555555555'

interface Case {
  readonly status: number
  readonly why: string
  readonly options?: AccountServerOptions
  readonly send: (server: AccountServer) => Promise<Response>
  readonly retryAfter?: string
}

/** Every known status of the API, by its cause. */
const cases: Case[] = [
  { status: 400, why: 'malformed JSON', send: ({ call }) => call('POST', chat, '{') },
  { status: 400, why: 'an unknown model', send: ({ call }) => call('POST', chat, ask('hi', { model: 'gpt' })) },
  { status: 400, why: 'input that the engine cannot take', send: ({ call }) => call('POST', chat, ask('be-puzzled')) },
  { status: 400, why: 'an id that is no UUID', send: ({ call }) => call('DELETE', '/v1/api-keys/7') },
  { status: 401, why: 'no key', send: ({ url }) => fetch(`${url}/v1/usage`) },
  {
    status: 401,
    why: 'a wrong key',
    send: ({ call }) => call('GET', '/v1/usage', undefined, { headers: { authorization: 'Bearer sk-mira-x' } }),
  },
  { status: 402, why: 'an empty balance', options: { plan: 'pro' }, send: ({ call }) => call('POST', chat, ask('hi')) },
  {
    status: 403,
    why: 'a model beyond the plan',
    options: { plan: 'free', prices: { models: { mira: { min_plan: 'pro' } }, default: {} } },
    send: ({ call }) => call('POST', chat, ask('hi')),
  },
  { status: 404, why: 'an unknown path', send: ({ call }) => call('GET', '/v1/nothing') },
  { status: 404, why: 'an unknown id', send: ({ call }) => call('DELETE', `/v1/api-keys/${uuid}`) },
  { status: 405, why: 'a wrong method', send: ({ call }) => call('PUT', chat, {}) },
  {
    status: 408,
    why: 'no answer in time',
    options: { limits: { requestTimeoutMs: 50 } },
    send: ({ call }) => call('POST', chat, ask('wait here')),
  },
  {
    status: 409,
    why: 'an idempotency key that another process is serving for long',
    options: { limits: { requestTimeoutMs: 200 } },
    async send({ store, keyId, call }) {
      const body = JSON.stringify(ask('hi'))
      const run = { keyId, idempotencyKey: 'k', fingerprint: hashRequest('POST', chat, body), runId: 'another' }
      const until = Date.now() + 60_000
      await store.idempotency.claim({ ...run, lockedUntil: until, expiresAt: until, reply: null }, Date.now())
      return call('POST', chat, body, { headers: { 'idempotency-key': 'k' } })
    },
    retryAfter: '1',
  },
  {
    status: 410,
    why: 'a version that was retired, by a fault plan',
    options: { faults: ({ path }) => (path.startsWith('/v0/') ? { status: 410 } : undefined) },
    send: ({ call }) => call('GET', '/v0/models'),
  },
  {
    status: 413,
    why: 'a body too large',
    options: { limits: { maxBodyBytes: 10 } },
    send: ({ call }) => call('POST', chat, ask('hi')),
  },
  {
    status: 415,
    why: 'a body that is not JSON',
    send: ({ call }) => call('POST', chat, 'a=1', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  },
  { status: 422, why: 'a field that does not fit', send: ({ call }) => call('POST', chat, ask('hi', { n: 0 })) },
  {
    status: 422,
    why: 'a blocked text',
    options: { moderator: blocker },
    send: ({ call }) => call('POST', chat, ask('hi')),
  },
  {
    status: 429,
    why: 'too many requests a minute',
    options: { limits: { requestsPerMinute: 1 }, now: () => 5 },
    async send({ call }) {
      await call('GET', '/v1/usage')
      return call('GET', '/v1/usage')
    },
    retryAfter: '60',
  },
  { status: 500, why: 'a fault of the server', send: ({ call }) => call('POST', chat, ask('be-broken')) },
  { status: 502, why: 'a fault behind the engine', send: ({ call }) => call('POST', chat, ask('be-refused')) },
  { status: 503, why: 'a busy engine', send: ({ call }) => call('POST', chat, ask('be-unavailable')), retryAfter: '7' },
  {
    status: 503,
    why: 'too many requests at once',
    options: { limits: { maxConcurrentRequests: 1 } },
    async send({ call, chat: engine }) {
      const leaving = new AbortController()
      const first = call('POST', chat, ask('wait here'), { signal: leaving.signal })
      first.catch(() => undefined)
      await expect.poll(() => engine.requests.length).toBe(1)
      const second = await call('GET', '/v1/usage')
      leaving.abort()
      return second
    },
    retryAfter: '1',
  },
]

describe.each(cases)('$status', ({ status, why, options, send, retryAfter = null }) => {
  it(`answers ${why}, says why, and charges nothing`, async () => {
    await using server = await startAccountServer(options)
    const answer = await send(server)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter])
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(/\S/) })
    expect(await server.ledger()).toEqual([])
  })
})

it('meets every status that clients have to know', () => {
  const met = new Set(cases.map(({ status }) => status))
  for (const status of [400, 401, 402, 403, 404, 408, 409, 410, 413, 415, 422, 429, 500, 502, 503]) {
    expect(met).toContain(status)
  }
})
