import type { BatchResult } from './batch.ts'

/**
 * Results that wait for the reader.
 *
 * They are kept in arrays whose slots are used again: a `Map` from which entries are constantly removed is rebuilt all the
 * time, and its earlier tables keep V8 from freeing young objects without a full collection.
 */
export interface ResultBuffer<Item, Value> {
  add(result: BatchResult<Item, Value>): void
  /** Removes and returns the next result, if it is there. */
  take(): BatchResult<Item, Value> | undefined
  /** Removes and returns a remaining result although an earlier one is missing, because the batch has ended. */
  takeAny(): BatchResult<Item, Value> | undefined
}

/** Returns the results in the order in which they were added. */
export class CompletionOrder<Item, Value> implements ResultBuffer<Item, Value> {
  readonly #results: (BatchResult<Item, Value> | undefined)[] = []
  #start = 0

  add(result: BatchResult<Item, Value>): void {
    this.#results.push(result)
  }

  take(): BatchResult<Item, Value> | undefined {
    const result = this.#results[this.#start]
    if (!result) return undefined
    this.#results[this.#start++] = undefined
    if (this.#start * 2 >= this.#results.length) {
      this.#results.splice(0, this.#start)
      this.#start = 0
    }
    return result
  }

  takeAny(): BatchResult<Item, Value> | undefined {
    return this.take()
  }
}

/** Returns the results in the order of their items. */
export class InputOrder<Item, Value> implements ResultBuffer<Item, Value> {
  /** The result of each item, at its index modulo the capacity. */
  readonly #results: (BatchResult<Item, Value> | undefined)[] = []
  readonly #capacity: number
  #next = 0

  /** @param capacity - Maximum number of items that have been read and whose results have not been taken. */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  add(result: BatchResult<Item, Value>): void {
    this.#results[result.index % this.#capacity] = result
  }

  take(): BatchResult<Item, Value> | undefined {
    const slot = this.#next % this.#capacity
    const result = this.#results[slot]
    if (!result) return undefined
    this.#results[slot] = undefined
    this.#next += 1
    return result
  }

  takeAny(): BatchResult<Item, Value> | undefined {
    const indexes = this.#results.flatMap((result) => result?.index ?? [])
    if (indexes.length === 0) return undefined
    this.#next = Math.min(...indexes)
    return this.take()
  }
}
