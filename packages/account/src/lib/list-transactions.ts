import { type Client, MiraError, type RequestOptions, request } from '@mira/core'
import { checkCount } from '@mira/core/internal'
import { readList } from './read-list.ts'
import type { Transaction, TransactionParams } from './transaction.ts'

/** Transactions, newest first, fetched page by page on demand; each iteration starts over. */
export interface TransactionList extends AsyncIterable<Transaction> {
  /** Iterates over the pages, as divided by the server. */
  pages(): AsyncGenerator<readonly Transaction[], void, undefined>
  /** Returns the first `limit` transactions; no further pages are fetched. */
  toArray(options: { readonly limit: number }): Promise<Transaction[]>
}

const operation = 'billing.transactions'
const wrappers = ['data', 'transactions']
const maxPageSize = 200
const defaultPageSize = 50

/**
 * Lists changes of the balance. Nothing is fetched until the first one is read. New transactions shift the later pages;
 * a transaction that is therefore returned twice is yielded once.
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} from the iteration, when a request fails; `invalid_response` when the server repeats its pages.
 * @throws {RangeError} when `limit` is not 1 to 200, or `offset` is not an integer of at least 0.
 * @see docs/protocol.md#billing
 */
export function listTransactions(
  client: Client,
  params: TransactionParams = {},
  options?: RequestOptions,
): TransactionList {
  const { limit = defaultPageSize, offset = 0 } = params
  checkCount('limit', limit, { min: 1, max: maxPageSize })
  checkCount('offset', offset, { min: 0 })
  const pages = () => readPages((at) => requestPage(client, { ...params, limit, offset: at }, options), limit, offset)
  async function* items() {
    for await (const page of pages()) yield* page
  }
  return {
    pages,
    [Symbol.asyncIterator]: items,
    async toArray({ limit: maxItems }) {
      checkCount('limit', maxItems, { min: 0 })
      const result: Transaction[] = []
      if (maxItems === 0) return result
      for await (const item of items()) if (result.push(item) === maxItems) break
      return result
    },
  }
}

async function* readPages(
  fetchPage: (offset: number) => Promise<readonly Transaction[]>,
  limit: number,
  firstOffset: number,
): AsyncGenerator<readonly Transaction[], void, undefined> {
  const seen = new Set<string>()
  let repeats = 0
  let longest = 0
  for (let offset = firstOffset; ; ) {
    const page = await fetchPage(offset)
    const fresh = page.filter((item) => isNew(seen, item))
    if (fresh.length > 0) yield fresh
    // The server may return shorter pages than requested. The last page is shorter than another one, or empty; without
    // anything new in it, the server has no pages.
    if (page.length < Math.max(longest, fresh.length > 0 ? 1 : limit)) return
    longest = page.length
    // One page of duplicates may be a busy account; two in a row mean that the server ignores `offset`.
    repeats = fresh.length > 0 ? 0 : repeats + 1
    if (repeats === 2) throw repeatedPages(offset)
    offset += page.length
  }
}

/** Records a transaction and returns whether it is new. One without an id is identified by its content. */
function isNew(seen: Set<string>, item: Transaction): boolean {
  const key = item.id ?? JSON.stringify(item)
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

function repeatedPages(offset: number): MiraError {
  const message = `${operation}: the server returned the same transactions again at offset ${offset}; the list cannot be completed`
  return new MiraError(message, { code: 'invalid_response', operation })
}

function requestPage(
  client: Client,
  query: Record<string, string | number | boolean | undefined>,
  options: RequestOptions | undefined,
): Promise<readonly Transaction[]> {
  return request(
    client,
    {
      operation,
      path: '/v1/billing/transactions',
      query,
      read: (reply, context) => readList<Transaction>(reply, context, wrappers),
    },
    options,
  )
}
