/** Items read one at a time from an iterable of either kind. */
export class ItemSource<Item> {
  readonly #items: Iterable<Item> | AsyncIterable<Item>
  #iterator: Iterator<Item> | AsyncIterator<Item> | undefined
  #isReading = false
  #isEnded = false

  constructor(items: Iterable<Item> | AsyncIterable<Item>) {
    this.#items = items
  }

  /** Whether a read has not settled. */
  get isReading(): boolean {
    return this.#isReading
  }

  /** Whether all items have been read. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  /** Reads the next item; `undefined` at the end. Synchronous for a synchronous iterable. One call at a time. */
  next(): { readonly value: Item } | undefined | Promise<{ readonly value: Item } | undefined> {
    try {
      this.#iterator ??= this.#open()
      const result = this.#iterator.next()
      return 'then' in result ? this.#read(result) : this.#accept(result)
    } catch (error) {
      this.#isEnded = true
      throw error
    }
  }

  /** Closes the iterator, without waiting for a read under way, which may never end. */
  async close(): Promise<void> {
    if (this.#isEnded) return
    this.#isEnded = true
    const closing = this.#iterator?.return?.()
    if (this.#isReading) void Promise.resolve(closing).catch(() => {})
    else await closing
  }

  #open(): Iterator<Item> | AsyncIterator<Item> {
    const items = this.#items
    return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  }

  async #read(reading: PromiseLike<IteratorResult<Item>>): Promise<{ readonly value: Item } | undefined> {
    this.#isReading = true
    try {
      return this.#accept(await reading)
    } catch (error) {
      this.#isEnded = true
      throw error
    } finally {
      this.#isReading = false
    }
  }

  #accept(result: IteratorResult<Item>): { readonly value: Item } | undefined {
    if (result.done) this.#isEnded = true
    return result.done ? undefined : { value: result.value }
  }
}
