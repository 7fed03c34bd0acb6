const firstPauseMs = 1_000
const maxPauseMs = 60_000

/** Why processes cannot start at present. */
export interface StartFailure {
  readonly cause: unknown
  readonly retryAfterSeconds: number
}

/** The pause after a process that could not load its module: 1 s, doubled with each further failure up to 1 min. */
export class StartPause {
  #pauseMs = 0
  #endsAt = 0
  #cause: unknown

  /** The last failure, while its pause lasts. */
  get failure(): StartFailure | undefined {
    const leftMs = this.#endsAt - performance.now()
    return leftMs > 0 ? { cause: this.#cause, retryAfterSeconds: Math.ceil(leftMs / 1_000) } : undefined
  }

  /** Begins a pause; several processes that fail at the same time are one failure. */
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
