const firstPauseMs = 1_000
const maxPauseMs = 60_000

/** Reason why processes cannot start at the moment. */
export interface StartFailure {
  readonly cause: unknown
  readonly retryAfterSeconds: number
}

/** Exponential backoff after a process fails to load its module: 1 s, doubled on each further failure, up to 1 min. */
export class StartPause {
  #pauseMs = 0
  #endsAt = 0
  #cause: unknown

  /** The latest failure, until its backoff ends. */
  get failure(): StartFailure | undefined {
    const leftMs = this.#endsAt - performance.now()
    return leftMs > 0 ? { cause: this.#cause, retryAfterSeconds: Math.ceil(leftMs / 1_000) } : undefined
  }

  /** Starts the backoff. Simultaneous failures of several processes count as one. */
  fail(cause: unknown): void {
    if (this.failure) return
    this.#cause = cause
    this.#pauseMs = Math.min(Math.max(firstPauseMs, this.#pauseMs * 2), maxPauseMs)
    this.#endsAt = performance.now() + this.#pauseMs
  }

  succeed(): void {
    this.#pauseMs = 0
    this.#endsAt = 0
  }
}
