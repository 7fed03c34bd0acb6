import { expect, it } from 'vitest'
import { credit } from '../../billing/ledger.ts'
import { startAccountServer } from '../../test-support/start-account-server.test-support.ts'

const chat = '/v1/chat/completions'
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })
/** One ruble per token, so that a few words cost whole kopecks. */
const prices = {
  models: { 'mira-embed': { input_per_million_tokens: 500_000 } },
  default: { input_per_million_tokens: 1_000_000, output_per_million_tokens: 2_000_000 },
}

it('returns the balance, and the cost of each model', async () => {
  let now = Date.UTC(2026, 6, 5, 23) // a Sunday
  await using server = await startAccountServer({ balanceKopecks: 10_000, prices, now: () => now })
  const json = async (path: string) => (await server.call('GET', path)).json()
  await (await server.call('POST', chat, ask('hi'))).text() // 1 in, 3 out: 7 rubles
  now = Date.UTC(2026, 6, 6, 1) // the Monday
  await (await server.call('POST', chat, ask('hi', { model: 'mira-thinking', stream: true }))).text()
  await (await server.call('POST', '/v1/embeddings', { model: 'mira-embed', input: 'a b' })).text() // 1 ruble
  const spent = { total_requests: 1, total_input_tokens: 1, total_output_tokens: 3 }
  expect(await json('/v1/billing/balance')).toEqual({
    balance_kopecks: 8_500,
    balance_rubles: '85.00',
    spending: {
      today_kopecks: 800,
      week_kopecks: 800,
      month_kopecks: 1_500,
      by_model: [
        { model: 'mira', total_kopecks: 700, ...spent },
        { model: 'mira-thinking', total_kopecks: 700, ...spent },
        { model: 'mira-embed', total_kopecks: 100, total_requests: 1, total_input_tokens: 2, total_output_tokens: 0 },
      ],
    },
  })
  expect((await json('/v1/billing/transactions?type=charge&limit=1'))[0]).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    type: 'charge',
    amount_kopecks: -100,
    amount_rubles: '1.00',
    balance_after_kopecks: 8_500,
    description: 'Use of mira-embed',
    model: 'mira-embed',
    input_tokens: 2,
    output_tokens: 0,
    payment_method: null,
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    created_at: '2026-07-06T01:00:00.000Z',
  })
  expect((await json('/v1/billing/transactions?type=topup'))[0]).toMatchObject({
    amount_rubles: '100.00',
    payment_method: 'card',
    model: null,
  })
})

it('reports usage of today, of the month, and of a span by group', async () => {
  let now = Date.UTC(2026, 0, 30)
  await using server = await startAccountServer({ prices, now: () => now })
  await (await server.call('POST', chat, ask('hi'))).text()
  now = Date.UTC(2026, 1, 1)
  await (await server.call('POST', chat, ask('be-broken'))).text()
  now = Date.UTC(2026, 1, 2)
  await (await server.call('POST', '/v1/embeddings', { model: 'mira-embed', input: 'a' })).text()
  const json = async (query = '') => (await server.call('GET', `/v1/usage${query}`)).json()
  const today = { total_requests: 1, total_tokens: 1, total_cost_microcents: 500_000 }
  expect(await json()).toEqual({
    today: { ...today, completed: 1, cancelled: 0, errors: 0 },
    month: {
      ...today,
      total_requests: 2,
      daily_breakdown: [
        { date: '2026-02-01', requests: 1, tokens: 0, cost_microcents: 0 },
        { date: '2026-02-02', requests: 1, tokens: 1, cost_microcents: 500_000 },
      ],
    },
    quota: { daily_limit: -1, remaining_today: -1, plan: 'local' },
  })
  const { range } = await json('?start=2026-01-01&end=2026-02-01&group_by=endpoint')
  const sum = { total_requests: 2, total_tokens: 4, total_cost_microcents: 7_000_000 }
  const total = { ...sum, completed: 1, cancelled: 0, errors: 1, input_tokens: 1, output_tokens: 3 }
  expect(range).toEqual({
    start: '2026-01-01',
    end: '2026-02-01',
    group_by: 'endpoint',
    total,
    groups: [{ group: chat, ...total }],
  })
  const groups = async (query: string) =>
    (await json(query)).range.groups.map(({ group, total_requests }: Record<string, unknown>) => [
      group,
      total_requests,
    ])
  expect(await groups('?group_by=day')).toEqual([
    ['2026-02-01', 1],
    ['2026-02-02', 1],
  ])
  expect(await groups('?start=2026-01-01&group_by=model')).toEqual([
    ['mira', 2],
    ['mira-embed', 1],
  ])
  expect(await groups('?end=2026-02-01&group_by=key')).toEqual([[server.keyId, 1]])
})

it('pages through transactions, newest first, within its bounds', async () => {
  await using server = await startAccountServer({
    async prepare({ store, userId }) {
      for (let amountKopecks = 1; amountKopecks <= 205; amountKopecks++) {
        const bonus = { userId, type: 'bonus', amountKopecks, description: 'b', at: 1 } as const
        await store.transaction((inner) => credit(inner, bonus))
      }
    },
  })
  const amounts = async (query = '') => {
    const list = await (await server.call('GET', `/v1/billing/transactions${query}`)).json()
    return list.map((item: { amount_kopecks: number }) => item.amount_kopecks)
  }
  const down = (from: number, count: number) => Array.from({ length: count }, (_, index) => from - index)
  expect(await amounts()).toEqual(down(205, 50))
  expect(await amounts('?limit=1000&offset=-3')).toEqual(down(205, 200))
  expect(await amounts('?limit=0&offset=2')).toEqual([203])
  expect(await amounts('?offset=203')).toEqual([2, 1])
  expect(await amounts('?offset=500')).toEqual([])
})

it.each([
  ['/v1/billing/transactions?limit=many', 'limit: expected a whole number'],
  ['/v1/billing/transactions?offset=1.5', 'offset: expected a whole number'],
  ['/v1/usage?start=yesterday', 'start: invalid ISO date'],
  ['/v1/usage?end=2026-02-30', 'end: invalid ISO date'],
  ['/v1/usage?start=2026-02-02&end=2026-02-01', 'start: must not be after end'],
])('refuses %s with 400', async (path, reason) => {
  await using server = await startAccountServer()
  const answer = await server.call('GET', path)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ detail: reason })
})

it.each(['/v1/api-keys', '/v1/billing/balance', '/v1/billing/transactions', '/v1/usage'])(
  'shows %s of the account alone, and not without a key',
  async (path) => {
    await using server = await startAccountServer()
    const answer = await fetch(server.url + path)
    expect([answer.status, await answer.json()]).toMatchObject([401, { detail: 'API key required' }])
  },
)
