/** Idle timeout: aborts a request when one of its signals aborts or when no data arrives for `idleMs`. */
export class SilenceWatch {
  readonly idleMs: number
  readonly #silence = new AbortController()
  readonly signal: AbortSignal
  #timer: NodeJS.Timeout | undefined

  constructor(idleMs: number, signals: readonly (AbortSignal | undefined)[]) {
    this.idleMs = idleMs
    this.signal = AbortSignal.any([this.#silence.signal, ...signals.filter((signal) => signal !== undefined)])
    this.restart()
  }

  get hasRung(): boolean {
    return this.#silence.signal.aborted
  }

  restart(): void {
    this.pause()
    this.#timer = setTimeout(() => this.#silence.abort(), this.idleMs)
  }

  /** Stops the timer. A slow consumer must not count as a silent upstream. */
  pause(): void {
    clearTimeout(this.#timer)
  }
}
