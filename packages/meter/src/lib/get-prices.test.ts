import { createClient } from '@mira/core'
import { type ReplyScript, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { costOf } from './cost-of.ts'
import { getPrices } from './get-prices.ts'
import { noUsage } from './usage.ts'

async function read(routes: Record<string, ReplyScript>) {
  await using server = await startTestServer(routes)
  return await getPrices(createClient({ baseUrl: server.url, apiKey: null, retry: false }))
}

const used = { ...noUsage, calls: 1, promptTokens: 1_000_000, cachedTokens: 500_000, completionTokens: 1_000_000 }

describe('getPrices', () => {
  it('reads prices in rubles per thousand tokens', async () => {
    const price = { input_price_per_1k_rubles: '0.05', output_price_per_1k_rubles: 0.15, min_plan: 'free' }
    const models = [{ model: 'mira', ...price }, { model: 'other' }]
    const prices = await read({ 'GET /v1/billing/pricing': { json: { models } } })
    expect(prices.currency).toBe('RUB')
    expect(`${costOf(used, 'mira', prices)}`).toBe('200.00')
    expect(costOf(used, 'other', prices)).toBeUndefined()
  })

  it('reads prices in dollars per token from the models', async () => {
    const pricing = {
      prompt: '0.0000025',
      completion: '1e-5',
      input_cache_read: '0.00000125',
      internal_reasoning: '0',
      request: '0',
      image: '0.0036',
    }
    const prices = await read({ 'GET /v1/models': { json: { data: [{ id: 'a/b', pricing }, { id: 'c' }, {}] } } })
    expect(prices).toMatchObject({ currency: 'USD' })
    expect(`${costOf(used, 'a/b', prices)}`).toBe('11.875')
    expect(`${costOf({ ...noUsage, images: 2 }, 'a/b', prices)}`).toBe('0.0072')
  })

  it.each([
    { name: 'publishes none', reply: { json: { data: [{ id: 'mira' }] } }, code: 'not_found' },
    { name: 'fails', reply: { status: 500, json: {} }, code: 'server_error' },
  ])('fails if a server $name', async ({ reply, code }) => {
    await expect(read({ 'GET /v1/models': reply })).rejects.toMatchObject({ code })
  })
})
