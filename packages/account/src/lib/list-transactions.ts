import { type Client, MiraError, type RequestOptions, request } from '@mira/core'
import { checkCount } from './check-count.ts'
import { readList } from './read-list.ts'
import type { Transaction, TransactionParams } from './transaction.ts'

/** Transactions, newest first, fetched page by page as they are read; each iteration starts anew. */
export interface TransactionList extends AsyncIterable<Transaction> {
  /** The same by pages, as the server cut them. */
  pages(): AsyncGenerator<readonly Transaction[], void, undefined>
  /** The first `limit` of them; no page is fetched beyond. */
  toArray(options: { readonly limit: number }): Promise<Transaction[]>
}

const operation = 'billing.transactions'
const wrappers = ['data', 'transactions']
const maxPageSize = 200
/** A server may cut pages shorter than asked, but not shorter than its own default: such a page is the last. */
const defaultPageSize = 50

/**
 * Lists changes of the balance. Nothing is fetched before the first is read. What is booked meanwhile moves the later
 * pages down; a transaction that comes twice for it is given once.
 *
 * @param client Connection made with `createClient`.
 * @throws {MiraError} from the iteration, as every call; `invalid_response` when the server repeats its pages.
 * @throws {RangeError} for a `limit` outside 1 to 200, or an `offset` that is no position.
 * @see docs/protocol.md#billing
 */
export function listTransactions(
  client: Client,
  params: TransactionParams = {},
  options?: RequestOptions,
): TransactionList {
  const { limit = defaultPageSize, offset = 0 } = params
  checkCount('limit', limit, 1, maxPageSize)
  checkCount('offset', offset, 0)
  const pages = () => readPages((at) => requestPage(client, { ...params, limit, offset: at }, options), limit, offset)
  async function* items() {
    for await (const page of pages()) yield* page
  }
  return {
    pages,
    [Symbol.asyncIterator]: items,
    async toArray({ limit: most }) {
      checkCount('limit', most, 0)
      const found: Transaction[] = []
      if (most === 0) return found
      for await (const item of items()) if (found.push(item) === most) break
      return found
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
  for (let offset = firstOffset; ; ) {
    const page = await fetchPage(offset)
    const fresh = page.filter((item) => isNew(seen, item))
    if (fresh.length > 0) yield fresh
    if (page.length < Math.min(limit, defaultPageSize)) return
    // One page of old acquaintances may be a busy account; two in a row are a server that does not read `offset`.
    repeats = fresh.length > 0 ? 0 : repeats + 1
    if (repeats === 2) throw repeatedPages(offset)
    offset += page.length
  }
}

/** Notes a transaction; one without an id is known by all it says. */
function isNew(seen: Set<string>, item: Transaction): boolean {
  const key = item.id ?? JSON.stringify(item)
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

function repeatedPages(offset: number): MiraError {
  const message = `${operation}: the server repeats transactions that came before, at offset ${offset}; the list cannot be completed`
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
