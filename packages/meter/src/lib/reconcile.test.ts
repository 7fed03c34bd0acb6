import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { type ReplyScript, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { meter } from './meter.ts'
import { type Charge, type ReconcileOptions, reconcile } from './reconcile.ts'

const prices = { models: { mira: { input_per_million_tokens: '50', output_per_million_tokens: '150' } } }
const messages = [{ role: 'user', content: 'Hi' }]
const usage = { prompt_tokens: 10_000, completion_tokens: 1_000, total_tokens: 11_000 }
const choices = [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }]
const reply = (requestId: string, body: object = { usage }): object => ({
  json: { id: 'c', object: 'chat.completion', created: 1, model: 'mira', choices, ...body },
  headers: { 'x-request-id': requestId },
})

/** A scope after calls `r1` of 65 kopecks, `r2` without usage, and an attempt whose response was lost before `r3`, of 65 kopecks. */
async function record() {
  const script = [reply('r1'), reply('r2', {}), { beforeHeaders: 'reset' }, reply('r3')] as ReplyScript
  const server = await startTestServer({ 'POST /v1/chat/completions': script })
  const client = createClient({ baseUrl: server.url, apiKey: null, retry: { baseDelayMs: 1, maxDelayMs: 1 } }).extend(
    chat,
  )
  const scope = meter(client, { prices })
  for (let call = 0; call < 3; call += 1) await scope.client.chat.create({ messages })
  await server[Symbol.asyncDispose]()
  return scope
}

const charge = (request_id: string | undefined, amount_kopecks: number, fields: Partial<Charge> = {}): Charge => ({
  ...{ id: `t${request_id}${amount_kopecks}`, type: 'charge', request_id, amount_kopecks, ...fields },
})

async function* fetched(charges: readonly Charge[], read: string[] = []): AsyncGenerator<Charge> {
  for (const each of charges) {
    read.push(String(each.request_id))
    yield each
  }
}

describe('reconcile', () => {
  const all = [charge('r3', -65), charge('lost', -30), charge('r2', -20), charge('r1', -65)]
  it.each<{
    name: string
    charges: readonly Charge[]
    options?: ReconcileOptions
    kopecks: bigint
    unknown: number
    unmatched: number
    matched: number
    corrected?: number
  }>([
    { name: 'by request id', charges: all, kopecks: 150n, unknown: 1, unmatched: 1, matched: 3 },
    { name: 'nothing', charges: [], kopecks: 130n, unknown: 2, unmatched: 0, matched: 0 },
    {
      name: 'a complete list',
      charges: all,
      options: { isComplete: true },
      kopecks: 150n,
      unknown: 1,
      unmatched: 1,
      matched: 3,
    },
    {
      ...{ name: 'a complete list of the scope alone', charges: all, options: { isComplete: true, isExclusive: true } },
      ...{ kopecks: 180n, unknown: 0, unmatched: 1, matched: 3 },
    },
    {
      ...{ name: 'a list without what was not charged', charges: [charge('r1', -65)] },
      ...{ options: { isComplete: true }, kopecks: 65n, unknown: 1, unmatched: 0, matched: 1, corrected: 1 },
    },
    {
      ...{ name: 'charges without request ids', charges: [charge(undefined, -65), charge(undefined, -64)] },
      ...{
        options: { isComplete: true, isExclusive: true },
        kopecks: 129n,
        unknown: 0,
        unmatched: 2,
        matched: 0,
        corrected: 2,
      },
    },
    {
      ...{
        name: 'several charges and a refund of one request',
        charges: [charge('r1', -60), charge('r1', -10)].concat(charge('r1', 30, { type: 'refund' })),
      },
      ...{ kopecks: 105n, unknown: 2, unmatched: 0, matched: 1, corrected: 1 },
    },
    {
      ...{
        name: 'other transactions',
        charges: [charge('r1', 900, { type: 'topup' }), charge(undefined, 5, { type: 'refund' })],
      },
      ...{ kopecks: 130n, unknown: 2, unmatched: 0, matched: 0 },
    },
    {
      ...{ name: 'what was rounded', charges: [charge('r1', -64), charge('r3', -66)] },
      ...{ kopecks: 130n, unknown: 2, unmatched: 0, matched: 2, corrected: 2 },
    },
    {
      name: 'older charges',
      charges: [charge('r1', -65, { created_at: '2020-01-01T00:00:00Z' })],
      kopecks: 130n,
      unknown: 2,
      unmatched: 0,
      matched: 0,
    },
  ])('replaces costs by $name', async ({ charges, options, kopecks, unknown, unmatched, matched, corrected = 0 }) => {
    const scope = await record()
    const result = await reconcile(scope, charges, options)
    expect(result.cost.minorUnits).toBe(kopecks)
    expect(scope.cost.minorUnits).toBe(kopecks)
    expect(result.unknown).toHaveLength(unknown)
    expect(result.unmatched).toHaveLength(unmatched)
    expect(result).toMatchObject({ matched })
    expect(result.corrected).toHaveLength(corrected)
    const again = await reconcile(scope, charges, options)
    expect(again.cost).toEqual(result.cost)
    expect(again.corrected).toEqual([])
  })

  it('reads a list that is fetched on demand up to the start of the scope', async () => {
    const scope = await record()
    const read: string[] = []
    const older = charge('old', -1, { created_at: new Date(scope.startedAtMs - 3_600_000).toISOString() })
    await reconcile(scope, fetched([charge('r1', -65), older, charge('r2', -20)], read))
    expect(read).toEqual(['r1', 'old'])
  })

  it('keeps calls after it in the sums', async () => {
    const scope = await record()
    await reconcile(scope, all)
    expect(JSON.parse(JSON.stringify(scope)).byModel.mira).toMatchObject({ cost: { amount: '1.50' }, unknown: 1 })
    expect(scope.calls.map(({ status }) => status)).toEqual(['reconciled', 'reconciled', 'unknown', 'reconciled'])
  })

  it.each([
    { charges: [charge(undefined, -1)], options: { isComplete: true } },
    { charges: [], options: { complete: true } },
  ])('refuses $options for $charges', async ({ charges, options }) => {
    await expect(reconcile(await record(), charges, options as never)).rejects.toThrow(TypeError)
  })
})
