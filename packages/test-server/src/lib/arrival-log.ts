import { type DeadlineOptions, withDeadline } from './deadline.ts'
import { createDeferred } from './deferred.ts'

/** Items in order of arrival, with a cursor for tests that wait for the next one. */
export class ArrivalLog<T> {
  readonly items: T[] = []
  readonly #label: string
  readonly #ready: Promise<T>[] = []
  #cursor = 0
  #arrival = createDeferred()

  /** @param label - Name of an item in error messages. */
  constructor(label: string) {
    this.#label = label
  }

  /** @param ready - Settles when the item may be returned to waiting callers. */
  add(item: T, ready: Promise<void> = Promise.resolve()): void {
    this.items.push(item)
    this.#ready.push(ready.then(() => item))
    this.#arrival.resolve()
    this.#arrival = createDeferred()
  }

  /** Resolves with the first item not returned before, once it is ready. */
  next(options: DeadlineOptions): Promise<T> {
    return this.#waitFor(this.#cursor++, options)
  }

  /** Resolves with the last item so far, or with the first one to arrive. */
  async latest(options: DeadlineOptions): Promise<T> {
    return this.items.at(-1) ?? (await this.#waitFor(0, options))
  }

  #waitFor(index: number, options: DeadlineOptions): Promise<T> {
    const describe = () => `${this.#label} ${index + 1} did not come, only ${this.items.length}`
    return withDeadline(this.#at(index), describe, options)
  }

  async #at(index: number): Promise<T> {
    while (this.#ready.length <= index) await this.#arrival.promise
    return this.#ready[index]!
  }
}
