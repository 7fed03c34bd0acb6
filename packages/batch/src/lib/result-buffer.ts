import type { BatchResult } from './batch.ts'

/** Results that wait for the reader. */
export interface ResultBuffer<Item, Value> {
  add(result: BatchResult<Item, Value>): void
  /** Removes and returns the next result, if it is there. */
  take(): BatchResult<Item, Value> | undefined
  /** Removes and returns a remaining result although an earlier one is missing, because the batch has ended. */
  takeAny(): BatchResult<Item, Value> | undefined
}

/** Returns the results in the order in which they were added. */
export class CompletionOrder<Item, Value> implements ResultBuffer<Item, Value> {
  readonly #results = new Map<number, BatchResult<Item, Value>>()

  add(result: BatchResult<Item, Value>): void {
    this.#results.set(result.index, result)
  }

  take(): BatchResult<Item, Value> | undefined {
    for (const [index, result] of this.#results) {
      this.#results.delete(index)
      return result
    }
    return undefined
  }

  takeAny(): BatchResult<Item, Value> | undefined {
    return this.take()
  }
}

/** Returns the results in the order of their items. */
export class InputOrder<Item, Value> implements ResultBuffer<Item, Value> {
  readonly #results = new Map<number, BatchResult<Item, Value>>()
  #next = 0

  add(result: BatchResult<Item, Value>): void {
    this.#results.set(result.index, result)
  }

  take(): BatchResult<Item, Value> | undefined {
    const result = this.#results.get(this.#next)
    if (result) this.#results.delete(this.#next++)
    return result
  }

  takeAny(): BatchResult<Item, Value> | undefined {
    if (this.#results.size === 0) return undefined
    this.#next = Math.min(...this.#results.keys())
    return this.take()
  }
}
