/** Events of something in progress, which any number of readers follow from any position. */
export class EventLog<Event> {
  readonly #events: Event[] = []
  #waiting: (() => void)[] = []
  #isEnded = false

  /** Number of events so far. */
  get length(): number {
    return this.#events.length
  }

  /** Adds events. */
  push(...events: readonly Event[]): void {
    this.#events.push(...events)
    this.#wake()
  }

  /** Ends the log: its readers stop after the last event. */
  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  /** Returns the events from a position on. */
  slice(start: number): readonly Event[] {
    return this.#events.slice(start)
  }

  /** Yields the events from a position on, and further ones as they are added, until the log ends or `signal` aborts. */
  async *follow(start: number, signal: AbortSignal): AsyncGenerator<Event> {
    let wake = () => {}
    const abort = () => wake()
    signal.addEventListener('abort', abort)
    try {
      for (let position = start; !signal.aborted; ) {
        if (position < this.#events.length) yield this.#events[position++]!
        else if (this.#isEnded) return
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
            this.#waiting.push(resolve)
          })
        }
      }
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}
