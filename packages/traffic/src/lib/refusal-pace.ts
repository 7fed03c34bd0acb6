/** Refusal of a request by a server whose limit was exceeded. */
export interface Refusal {
  /** Time at which the refused request was sent, in milliseconds. */
  readonly sentAtMs: number
  readonly nowMs: number
  /** Delay that the server asked for, in milliseconds. */
  readonly retryAfterMs: number
}

/** Growth of the rate with each accepted request, and per second in which calls wait. */
const growthPerRequest = 1.003
const growthPerSecond = 1.02

/** Requests at the current rate that a measurement takes. */
const minSample = 4

/** Weight of earlier measurements. */
const memory = 0.7

/**
 * Pace that follows from refusals alone. Between two of them, which are moments at which the limit was used up, the
 * server has accepted exactly as much as it allows: this is the rate, which then grows slowly until the next refusal.
 */
export class RefusalPace {
  /** Requests per millisecond. */
  #rate = Number.POSITIVE_INFINITY
  /** Time of the last refusal that lowered the rate. */
  #refusedAtMs: number | undefined
  #firstAtMs: number | undefined
  /** Time up to which the rate has grown. */
  #grownAtMs = 0
  #accepted = 0
  /** Time from which accepted requests are counted. */
  #measuredAtMs = 0
  /** Accepted requests of earlier measurements, and the time they took, in milliseconds. */
  #measured = { accepted: 0, elapsedMs: 0 }

  /** Interval to the next request, in milliseconds, while calls wait. */
  intervalMs(nowMs: number): number {
    if (this.#rate === Number.POSITIVE_INFINITY) return 0
    // Only a wait for this interval counts, not a time without calls.
    const waitedMs = clamp(nowMs - this.#grownAtMs, 0, 10 / this.#rate)
    this.#rate *= growthPerSecond ** (waitedMs / 1_000)
    this.#grownAtMs = nowMs
    return 1 / this.#rate
  }

  get perMinute(): number | undefined {
    return this.#rate === Number.POSITIVE_INFINITY ? undefined : Math.max(1, Math.round(this.#rate * 60_000))
  }

  /** @param isWaiting - Whether calls wait: otherwise a success does not show that the limit is higher. */
  accept(nowMs: number, isWaiting: boolean): void {
    this.#firstAtMs ??= nowMs
    this.#accepted += 1
    if (isWaiting) this.#rate *= growthPerRequest
  }

  /** Lowers the rate, unless the request was sent before the last refusal took effect. */
  refuse({ sentAtMs, nowMs, retryAfterMs }: Refusal): void {
    const lastAtMs = this.#refusedAtMs
    if (lastAtMs !== undefined && sentAtMs <= lastAtMs) return
    if (lastAtMs === undefined) {
      // The limit was also filled to a burst: the delay shows how long it takes to refill.
      const elapsedMs = nowMs - (this.#firstAtMs ?? nowMs) + Math.max(retryAfterMs, 250)
      this.#rate = Math.max(1, this.#accepted) / elapsedMs
    } else {
      const sinceMs = nowMs - this.#measuredAtMs
      // A sample of few requests would be mostly noise.
      if (sinceMs * this.#rate < minSample) {
        this.#rate *= 0.8
        this.#refusedAtMs = nowMs
        return
      }
      const { accepted, elapsedMs } = this.#measured
      this.#measured = { accepted: accepted * memory + this.#accepted, elapsedMs: elapsedMs * memory + sinceMs }
      const measured = this.#measured.accepted / this.#measured.elapsedMs
      this.#rate = Math.min(this.#rate * 0.95, Math.max(measured * 0.95, this.#rate / 3))
    }
    this.#measuredAtMs = nowMs
    this.#refusedAtMs = nowMs
    this.#grownAtMs = nowMs
    this.#accepted = 0
  }
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value))
