import { createClient } from '@mira/core'
import { type RecordedRequest, type Reply, startTestServer } from '@mira/test-server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listTransactions } from './list-transactions.ts'
import type { Transaction } from './transaction.ts'

const route = 'GET /v1/billing/transactions'
const transactions = (count: number): Transaction[] =>
  Array.from({ length: count }, (_, index) => ({ id: `t${index}`, type: 'charge', amount_kopecks: -1 - index }))

/** Page of all transactions as returned by a server, which may be shorter than requested. */
const pageOf =
  (all: readonly Transaction[], { most = 200, wrap = (page: unknown) => page as object } = {}) =>
  ({ query }: RecordedRequest): Reply => {
    const offset = Number(query.get('offset') ?? 0)
    return { json: wrap(all.slice(offset, offset + Math.min(most, Number(query.get('limit') ?? 50)))) }
  }

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('listTransactions', () => {
  it.each([
    ['a bare list', (page: unknown) => page as object],
    ['data', (data: unknown) => ({ data })],
    ['transactions', (page: unknown) => ({ transactions: page, total: 7 })],
  ])('reads %s, to the end', async (_, wrap) => {
    const all = transactions(7)
    await using server = await startTestServer({ [route]: pageOf(all, { wrap }) })
    const list = listTransactions(createClient({ baseUrl: server.url }), { limit: 3, type: 'charge', ...{ note: 'x' } })
    expect(server.requests).toHaveLength(0)
    expect(await collect(list)).toEqual(all)
    expect(server.requests.map(({ query }) => query.toString())).toEqual(
      [0, 3, 6].map((offset) => `limit=3&type=charge&note=x&offset=${offset}`),
    )
  })

  it('gives every transaction once and in order, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          count: fc.nat(450),
          limit: fc.integer({ min: 1, max: 200 }),
          most: fc.constantFrom(50, 77, 100, 200),
          offset: fc.nat(60),
        }),
        async ({ count, limit, most, offset }) => {
          const all = transactions(count)
          await using server = await startTestServer({ [route]: pageOf(all, { most }) })
          const list = listTransactions(createClient({ baseUrl: server.url }), { limit, offset })
          expect((await collect(list)).map(({ id }) => id)).toEqual(all.slice(offset).map(({ id }) => id))
          const pages = Math.ceil(count / Math.min(limit, most))
          expect(server.requests.length).toBeLessThanOrEqual(pages + 2)
        },
      ),
      { numRuns: 25 },
    )
  })

  it.each([1, 7, 10, 25, 30, 50, 100, 199, 200])('finds all of a server that caps its pages at %i', async (most) => {
    const all = transactions(230)
    await using server = await startTestServer({ [route]: pageOf(all, { most }) })
    const list = listTransactions(createClient({ baseUrl: server.url }), { limit: 200 })
    expect(await list.toArray({ limit: 1_000 })).toEqual(all)
    expect(server.requests.length).toBeLessThanOrEqual(Math.ceil(230 / most) + 1)
  })

  it('ends at a server without pages', async () => {
    await using server = await startTestServer({ [route]: { json: transactions(7) } })
    expect(await collect(listTransactions(createClient({ baseUrl: server.url })))).toEqual(transactions(7))
    expect(server.requests).toHaveLength(2)
  })

  it('reports an error that arrives with status 200', async () => {
    await using server = await startTestServer({ [route]: { json: { error: 'no such account' } } })
    await expect(collect(listTransactions(createClient({ baseUrl: server.url })))).rejects.toThrow('no such account')
  })

  it('gives once what moved to the next page because something was booked', async () => {
    const all = transactions(4)
    const newer = [{ id: 'new', type: 'topup', amount_kopecks: 5 }, ...all]
    await using server = await startTestServer({ [route]: [pageOf(all), pageOf(newer)] })
    const list = listTransactions(createClient({ baseUrl: server.url }), { limit: 2 })
    expect((await collect(list)).map(({ id }) => id)).toEqual(['t0', 't1', 't2', 't3'])
  })

  it.each([
    ['the same page again and again', [pageOf(transactions(3))]],
    ['two pages in turn', [0, 3, 0, 3].map((at) => pageOf(transactions(9).slice(at)))],
    ['a page without ids', [{ json: [{ type: 'charge', amount_kopecks: -1 }] }]],
  ])('stops with an error at a server that gives %s', async (_, replies) => {
    const heedless = replies.map((reply) => (request: RecordedRequest): Reply => {
      if (typeof reply !== 'function') return reply
      return reply({ ...request, query: new URLSearchParams({ limit: request.query.get('limit') ?? '' }) })
    })
    await using server = await startTestServer({ [route]: heedless })
    const limit = typeof replies[0] === 'function' ? 3 : 1
    const call = collect(listTransactions(createClient({ baseUrl: server.url }), { limit }))
    await expect(call).rejects.toMatchObject({ code: 'invalid_response', operation: 'billing.transactions' })
    expect(server.requests.length).toBeLessThanOrEqual(4)
  })

  it('fetches no further page than is read', async () => {
    await using server = await startTestServer({ [route]: pageOf(transactions(9)) })
    const list = listTransactions(createClient({ baseUrl: server.url }), { limit: 3 })
    for await (const { id } of list) if (id === 't2') break
    expect(server.requests).toHaveLength(1)
    expect(await list.toArray({ limit: 4 })).toEqual(transactions(4))
    expect(server.requests).toHaveLength(3)
    expect(await list.toArray({ limit: 0 })).toEqual([])
    expect(server.requests).toHaveLength(3)
    expect((await collect(list.pages())).map((page) => page.length)).toEqual([3, 3, 3])
  })

  it('ends with the reason of an abort between pages', async () => {
    await using server = await startTestServer({ [route]: pageOf(transactions(9)) })
    const controller = new AbortController()
    const list = listTransactions(createClient({ baseUrl: server.url }), { limit: 3 }, { signal: controller.signal })
    const reason = new Error('enough')
    const reading = (async () => {
      for await (const { id } of list) if (id === 't2') controller.abort(reason)
    })()
    await expect(reading).rejects.toBe(reason)
    expect(server.requests).toHaveLength(1)
  })

  it('throws what a later page fails with', async () => {
    await using server = await startTestServer({ [route]: [pageOf(transactions(9)), { status: 403, json: {} }] })
    const list = listTransactions(createClient({ baseUrl: server.url }), { limit: 3 })
    await expect(collect(list)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each([{ limit: 0 }, { limit: 201 }, { limit: 1.5 }, { offset: -1 }])('refuses %o', (params) => {
    expect(() => listTransactions(createClient({ baseUrl: 'http://127.0.0.1:9' }), params)).toThrow(RangeError)
  })
})
