import type { CallBook } from './call-book.ts'
import { type CallRecord, type Hold, noHold } from './call-record.ts'
import type { MeterSettings } from './meter-options.ts'
import { type ExactPrice, exactCost, isFixed } from './prices.ts'
import { noUsage, type Usage } from './usage.ts'

/** Names of the model of a call, the more reliable one first: of the response, and of the request. */
export type ModelNames = readonly (string | undefined)[]

/** Facts about a call that has ended. */
export interface Settlement {
  readonly models: ModelNames
  /** Usage as reported; of an unknown call, what has arrived. */
  readonly usage?: Usage | undefined
  /** Why the cost is unknown; absent if the usage is that of the whole call. */
  readonly reason?: string | undefined
  /** Estimated usage of an unknown call; without it, the call continues to hold what was reserved for it. */
  readonly estimate?: Usage | undefined
}

/** Turns what is known of calls into costs, and writes them to a book. */
export class CallSettler {
  readonly #book: CallBook
  readonly #settings: MeterSettings

  constructor(book: CallBook, settings: MeterSettings) {
    this.#book = book
    this.#settings = settings
  }

  /** Writes the cost of a call, or that it is unknown or has no price. */
  settle(record: CallRecord, { models, usage, reason, estimate }: Settlement): void {
    const names = this.#namesOf(record.operation, models)
    const price = this.#find(names)
    const { calls } = record.usage
    const isKnown = usage !== undefined || (price !== undefined && isFixed(price))
    const change = { model: names[0], usage: { ...(usage ?? noUsage), calls }, exact: 0n }
    const unknownReason = reason ?? (isKnown ? undefined : 'no_usage')
    if (unknownReason !== undefined) {
      const held = estimate ? holdOf(estimate, price) : record.held
      this.#book.change(record, { ...change, status: 'unknown', reason: unknownReason, held })
    } else if (price === undefined) {
      this.#book.change(record, { ...change, status: 'unpriced', reason: undefined, held: noHold })
    } else {
      const exact = exactCost({ ...(usage ?? noUsage), calls: 1 }, price)
      this.#book.change(record, { ...change, status: 'exact', reason: undefined, exact, held: noHold })
    }
  }

  /** Writes that a call was not charged, because it failed. */
  settleFree(record: CallRecord, { models, reason }: Pick<Settlement, 'models' | 'reason'>): void {
    const [model] = this.#namesOf(record.operation, models)
    const usage = { ...noUsage, calls: record.usage.calls }
    this.#book.change(record, { model, usage, reason, exact: 0n, status: 'exact', held: noHold })
  }

  /** Returns the price of a call, if one of its names has one. */
  priceOf(operation: string, models: ModelNames): ExactPrice | undefined {
    return this.#find(this.#namesOf(operation, models))
  }

  #namesOf(operation: string, models: ModelNames): readonly string[] {
    const named = models.filter((name) => name !== undefined)
    const { [operation]: usual } = this.#settings.models
    return named.length > 0 || usual === undefined ? named : [usual]
  }

  #find(names: readonly string[]): ExactPrice | undefined {
    const { prices } = this.#settings
    for (const name of names) {
      const price = prices.find(name)
      if (price) return price
    }
    return names.length === 0 ? prices.find(undefined) : undefined
  }
}

/** Returns what usage takes from a budget. */
export function holdOf(usage: Usage, price: ExactPrice | undefined): Hold {
  return { cost: price ? exactCost(usage, price) : 0n, tokens: usage.promptTokens + usage.completionTokens }
}
