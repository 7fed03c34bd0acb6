/** Aborts a request when one of its signals does, or when nothing was heard for a while. */
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

  /** A slow consumer is not a silent upstream. */
  pause(): void {
    clearTimeout(this.#timer)
  }
}
