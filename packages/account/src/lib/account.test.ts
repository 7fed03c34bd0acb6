import { createClient, metadataOf } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { account } from './account.ts'
import { getBalance } from './get-balance.ts'
import { getUsage } from './get-usage.ts'

const balance = {
  balance_kopecks: 123_456,
  balance_rubles: '1234.56',
  spending: { today_kopecks: 1, week_kopecks: 2, month_kopecks: 3, by_model: [{ model: 'mira', total_kopecks: 3 }] },
}
const usage = {
  today: { total_requests: 1, total_tokens: 5, total_cost_microcents: 7, completed: 1, cancelled: 0, errors: 0 },
  month: { total_requests: 1, total_tokens: 5, total_cost_microcents: 7, daily_breakdown: [] },
  quota: { daily_limit: -1, remaining_today: -1, plan: 'max' },
}

it('binds every operation to the client', async () => {
  await using server = await startTestServer({
    'GET /v1/api-keys': { json: [{ id: '1' }] },
    'POST /v1/api-keys': { json: { id: '2', key: 'sk-mira-x' } },
    'DELETE /v1/api-keys/2': { status: 204 },
    'GET /v1/billing/balance': { json: balance, headers: { 'x-request-id': 'r1' } },
    'GET /v1/billing/transactions': { json: [{ id: '3' }] },
    'GET /v1/usage': { json: usage },
  })
  const mira = createClient({ baseUrl: server.url }).extend(account)
  expect(await mira.apiKeys.list()).toEqual([{ id: '1' }])
  expect((await mira.apiKeys.create({ name: 'n' })).secret.reveal()).toBe('sk-mira-x')
  await mira.apiKeys.revoke('2')
  const read = await mira.billing.balance()
  expect(read).toEqual(balance)
  expect(metadataOf(read)?.requestId).toBe('r1')
  expect(await mira.billing.transactions().toArray({ limit: 9 })).toEqual([{ id: '3' }])
  expect(await mira.usage.get()).toEqual(usage)
})

describe('getBalance', () => {
  it.each([
    ['data around it', { data: balance }, balance],
    ['roubles only', { balance_rubles: '-10.05' }, { balance_rubles: '-10.05', balance_kopecks: -1_005 }],
    [
      'balance and currency',
      { balance: 10.1, currency: 'RUB' },
      { balance: 10.1, currency: 'RUB', balance_kopecks: 1_010 },
    ],
    ['amount as text', { amount: '0.29', currency: 'USD' }, { amount: '0.29', currency: 'USD', balance_kopecks: 29 }],
    [
      'an object in balance',
      { balance: { amount: 7, currency: 'RUB' } },
      { amount: 7, currency: 'RUB', balance_kopecks: 700 },
    ],
    ['kopecks as text', { balance_kopecks: '42' }, { balance_kopecks: 42 }],
    ['a number that is not exact', { balance: 0.125 }, { balance: 0.125, balance_kopecks: null }],
    ['text that is no amount', { balance_kopecks: 'lots' }, { balance_kopecks: null }],
    ['nothing known', { points: 3 }, { points: 3, balance_kopecks: null }],
  ])('reads %s', async (_, json, expected) => {
    await using server = await startTestServer({ 'GET /v1/billing/balance': { json } })
    expect(await getBalance(createClient({ baseUrl: server.url }))).toEqual(expected)
  })
})

describe('getUsage', () => {
  it.each([
    ['bare', usage],
    ['in data', { data: usage }],
    ['in usage', { usage }],
  ])('reads a report %s', async (_, json) => {
    await using server = await startTestServer({ 'GET /v1/usage': { json } })
    const client = createClient({ baseUrl: server.url })
    expect(await getUsage(client, { start: '2026-01-01', group_by: 'day', ...{ tz: 'UTC' } })).toEqual(usage)
    expect(server.requests[0]?.query.toString()).toBe('start=2026-01-01&group_by=day&tz=UTC')
  })
})
