/** Events pushed by callbacks and read as an iteration; what is pushed while nobody reads waits. */
export class EventQueue<Event> implements AsyncIterable<Event> {
  readonly #waiting: Event[] = []
  #isEnded = false
  #failure: { readonly reason: unknown } | undefined
  #wake: (() => void) | undefined

  push(event: Event): void {
    this.#waiting.push(event)
    this.#wake?.()
  }

  /** Ends the iteration after what waits; with a reason it then throws it. */
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
