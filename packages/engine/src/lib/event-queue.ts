/** Async iterable of pushed events. Events are buffered until they are read. */
export class EventQueue<Event> implements AsyncIterable<Event> {
  readonly #waiting: Event[] = []
  #isEnded = false
  #failure: { readonly reason: unknown } | undefined
  #wake: (() => void) | undefined

  push(event: Event): void {
    this.#waiting.push(event)
    this.#wake?.()
  }

  /** Ends the iteration after the buffered events. With `failure`, it then throws `failure.reason`. */
  end(failure?: { readonly reason: unknown }): void {
    this.#isEnded = true
    this.#failure = failure
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for (;;) {
      yield* this.#waiting.splice(0)
      if (this.#waiting.length > 0) continue
      if (this.#failure) throw this.#failure.reason
      if (this.#isEnded) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
