import type { Client } from '@mira/core'
import type { CallBook } from './call-book.ts'
import type { CallRecord } from './call-record.ts'
import { Cost } from './cost.ts'
import type { MeteredCall, Summary } from './metered-call.ts'
import type { Totals } from './totals.ts'
import type { Usage } from './usage.ts'

const books = /* @__PURE__ */ new WeakMap<object, CallBook>()

/**
 * Returns the book of a scope.
 *
 * @throws {TypeError} when the value is not a scope.
 */
export function bookOf(scope: object): CallBook {
  const book = books.get(scope)
  if (!book) throw new TypeError('The first argument must be a scope of meter')
  return book
}

/** State of a scope as plain data. */
export interface ScopeSnapshot extends Summary {
  readonly byModel: Readonly<Record<string, Summary>>
  readonly byOperation: Readonly<Record<string, Summary>>
}

/** The calls of a client, counted. Create one with `meter`. */
export class Scope<Metered extends Client = Client> {
  /** Client whose calls are counted; its extensions, realtime sessions and jobs too. */
  readonly client: Metered
  /** Creation time, in Unix milliseconds. */
  readonly startedAtMs: number
  readonly #book: CallBook
  readonly #currency: string

  /** @internal */
  constructor(client: Metered, parts: { book: CallBook; currency: string; startedAtMs: number }) {
    this.client = client
    this.startedAtMs = parts.startedAtMs
    this.#book = parts.book
    books.set(this, parts.book)
    this.#currency = parts.currency
  }

  /** Usage so far, as reported by the server. */
  get usage(): Usage {
    return this.#book.total.usage
  }

  /** Cost so far of all calls whose cost is known; see `unknown` and `unpriced` for the others. */
  get cost(): Cost {
    return this.#book.total.summarize(this.#currency).cost
  }

  /** Totals by model; an empty name stands for calls without a model. */
  get byModel(): Readonly<Record<string, Summary>> {
    return this.#summarize(this.#book.byModel)
  }

  /** Totals by operation, such as `chat.create`. */
  get byOperation(): Readonly<Record<string, Summary>> {
    return this.#summarize(this.#book.byOperation)
  }

  /** The calls that have ended, oldest first; an attempt that may have been charged is one as well. */
  get calls(): readonly MeteredCall[] {
    return [...this.#book.records].filter(({ status }) => status !== 'open').map((record) => this.#toCall(record))
  }

  /** Calls whose cost the client cannot know: aborted streams, lost responses, running jobs. */
  get unknown(): readonly MeteredCall[] {
    return this.calls.filter(({ status }) => status === 'unknown')
  }

  /** Names of models without a price that were called; an empty name stands for calls without a model. */
  get unpriced(): readonly string[] {
    const models = this.calls.filter(({ status }) => status === 'unpriced').map(({ model = '' }) => model)
    return [...new Set(models)]
  }

  /** Returns the totals as plain data, which later calls do not change. */
  snapshot(): ScopeSnapshot {
    const { byModel, byOperation } = this
    return { ...this.#book.total.summarize(this.#currency), byModel, byOperation }
  }

  /** Returns the totals so far and starts over; calls in flight and running jobs count from then on. */
  reset(): ScopeSnapshot {
    const snapshot = this.snapshot()
    this.#book.clear()
    return snapshot
  }

  /** Returns the snapshot, for `JSON.stringify`. */
  toJSON(): ScopeSnapshot {
    return this.snapshot()
  }

  #summarize(groups: ReadonlyMap<string, Totals>): Readonly<Record<string, Summary>> {
    const summaries = [...groups].map(([name, totals]) => [name, totals.summarize(this.#currency)] as const)
    return Object.fromEntries(summaries)
  }

  #toCall({ operation, model, requestId, status, reason, usage, exact, held }: CallRecord): MeteredCall {
    const isKnown = status === 'exact' || status === 'reconciled'
    return {
      operation,
      model,
      requestId,
      status: status === 'open' ? 'unknown' : status,
      reason,
      usage,
      cost: isKnown ? new Cost(exact, this.#currency) : undefined,
      estimate: status === 'unknown' ? new Cost(held.cost, this.#currency) : undefined,
    }
  }
}
