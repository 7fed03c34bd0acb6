import { MiraError } from '@mira/core'
import { checkCount } from '@mira/core/internal'
import type { CallBook } from './call-book.ts'
import type { Hold } from './call-record.ts'
import { Cost, exactOfMinorUnits } from './cost.ts'
import type { Usage } from './usage.ts'

/** Limits of a scope. */
export interface BudgetLimits {
  /** Maximum cost in hundredths of the unit (kopecks, cents), as returned by `parseMoney`. */
  readonly maxCost?: bigint | number | undefined
  /** Maximum number of input and output tokens. */
  readonly maxTokens?: number | undefined
  /** Maximum number of calls; retries are not counted. */
  readonly maxCalls?: number | undefined
}

/** Name of a limit. */
export type BudgetLimit = keyof BudgetLimits

/** Details of a {@link BudgetError}. */
export interface BudgetErrorOptions {
  readonly operation: string
  readonly limit: BudgetLimit
  readonly usage: Usage
  readonly cost: Cost
}

/** Thrown when a call would exceed a limit of its scope, or has. `code` is `budget_exceeded`; it is not retried. */
export class BudgetError extends MiraError {
  override readonly name: string = 'BudgetError'
  /** Limit that was exceeded. */
  readonly limit: BudgetLimit
  /** Usage of the scope so far. */
  readonly usage: Usage
  /** Cost of the scope so far, as far as it is known. */
  readonly cost: Cost

  constructor(reason: string, { operation, limit, usage, cost }: BudgetErrorOptions) {
    super(`${operation}: ${reason}`, { code: 'budget_exceeded', operation })
    this.limit = limit
    this.usage = usage
    this.cost = cost
  }
}

/** Limits of a scope, checked against its book. */
export class Budget {
  readonly #maxCost: bigint | undefined
  readonly #maxTokens: number | undefined
  readonly #maxCalls: number | undefined
  readonly #book: CallBook
  readonly #currency: string

  /** @throws {RangeError} when a limit is not a whole number of at least 0. */
  constructor(
    { maxCost, maxTokens, maxCalls }: BudgetLimits,
    { book, currency }: { book: CallBook; currency: string },
  ) {
    if (typeof maxCost === 'number') checkCount('maxCost', maxCost, { min: 0 })
    if (typeof maxCost === 'bigint' && maxCost < 0n) throw new RangeError(`maxCost must be at least 0, not ${maxCost}`)
    if (maxTokens != null) checkCount('maxTokens', maxTokens, { min: 0 })
    if (maxCalls != null) checkCount('maxCalls', maxCalls, { min: 0 })
    this.#maxCost = maxCost == null ? undefined : exactOfMinorUnits(BigInt(maxCost))
    this.#maxTokens = maxTokens ?? undefined
    this.#maxCalls = maxCalls ?? undefined
    this.#book = book
    this.#currency = currency
  }

  /** Whether costs are limited, so that a model without a price cannot be called. */
  get limitsCost(): boolean {
    return this.#maxCost !== undefined
  }

  /** Whether the amount that a call needs matters. */
  get limitsUse(): boolean {
    return this.#maxCost !== undefined || this.#maxTokens !== undefined
  }

  /**
   * Checks that a call fits, before it is sent.
   *
   * @param held - Amount that the call may take at most, as far as its request shows that.
   * @throws {BudgetError} when it does not, or nothing is left.
   */
  admit(operation: string, { held, calls }: { held: Hold; calls: number }): void {
    const { total, committedCost, committedTokens } = this.#book
    if (this.#maxCalls !== undefined && calls > 0 && total.usage.calls + calls > this.#maxCalls)
      throw this.#error(operation, 'maxCalls', 'no call is left')
    if (exceeds(committedTokens, held.tokens, this.#maxTokens))
      throw this.#error(operation, 'maxTokens', `up to ${held.tokens} more tokens do not fit`)
    if (exceeds(committedCost, held.cost, this.#maxCost))
      throw this.#error(operation, 'maxCost', `a cost of up to ${this.#text(held.cost)} does not fit`)
  }

  /** Returns the error if more is spent or held than allowed, such as by a stream that continues. */
  check(operation: string): BudgetError | undefined {
    const { total, committedCost, committedTokens } = this.#book
    const { calls } = total.usage
    if (this.#maxCalls !== undefined && calls > this.#maxCalls)
      return this.#error(operation, 'maxCalls', `${calls} calls were made`)
    if (this.#maxTokens !== undefined && committedTokens > this.#maxTokens)
      return this.#error(operation, 'maxTokens', `${committedTokens} tokens are used`)
    if (this.#maxCost !== undefined && committedCost > this.#maxCost)
      return this.#error(operation, 'maxCost', `${this.#text(committedCost)} is spent`)
    return undefined
  }

  /** Creates the error for a model without a price, whose cost cannot be limited. */
  unpriced(operation: string, model: string | undefined): BudgetError {
    return this.#error(operation, 'maxCost', `model ${model === undefined ? 'of the call' : `"${model}"`} has no price`)
  }

  #error(operation: string, limit: BudgetLimit, reason: string): BudgetError {
    const { usage, cost } = this.#book.total.summarize(this.#currency)
    const max = { maxCost: this.#text(this.#maxCost ?? 0n), maxTokens: this.#maxTokens, maxCalls: this.#maxCalls }[
      limit
    ]
    return new BudgetError(`${reason}; ${limit} is ${max}`, { operation, limit, usage, cost })
  }

  #text(exact: bigint): string {
    return `${new Cost(exact, this.#currency)} ${this.#currency}`
  }
}

/** Whether a need does not fit into what is left, or nothing is. */
function exceeds<Amount extends number | bigint>(committed: Amount, need: Amount, max: Amount | undefined): boolean {
  return max !== undefined && (committed >= max || (committed as bigint) + (need as bigint) > (max as bigint))
}
