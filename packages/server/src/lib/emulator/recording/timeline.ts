/** Source of time and timers for replays. A virtual one, such as that of `@mira/core/testing`, replays without waiting. */
export interface ReplayClock {
  /** Returns the time, in milliseconds. */
  now(): number
  /** Calls `callback` after `ms` milliseconds and returns a handle for `clearTimeout`. */
  setTimeout(callback: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
}

/** Timing of replayed exchanges. */
export interface ReplayOptions {
  /** Multiple of the recorded speed, above 0; `Infinity` replays without pauses. Defaults to 1. */
  readonly speed?: number | undefined
  /** Defaults to the time of the system. */
  readonly clock?: ReplayClock | undefined
}

/** Clock of the system. */
export const systemClock: ReplayClock = {
  now: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
}

/** Times of a recording, mapped to the time of a clock. Deviations of timers do not accumulate. */
export class Timeline {
  readonly #clock: ReplayClock
  readonly #speed: number
  #originMs: number

  constructor({ speed = 1, clock = systemClock }: ReplayOptions = {}) {
    this.#clock = clock
    this.#speed = speed
    this.#originMs = clock.now()
  }

  /** Lets a recorded time be now; later ones follow it. */
  align(atMs: number): void {
    this.#originMs = this.#clock.now() - atMs / this.#speed
  }

  /**
   * Waits until a recorded time.
   *
   * @throws The reason of the signal, when it aborts.
   */
  async until(atMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const ms = this.#originMs + atMs / this.#speed - this.#clock.now()
    if (ms > 0) await this.#sleep(ms, signal)
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#clock.clearTimeout(timer)
        reject(signal.reason)
      }
      const timer = this.#clock.setTimeout(() => {
        signal.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal.addEventListener('abort', stop, { once: true })
    })
  }
}
