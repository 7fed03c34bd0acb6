/** Refusal of a request by a server whose limit was exceeded. */
export interface Refusal {
  /** Time at which the refused request was sent, in milliseconds. */
  readonly sentAtMs: number
  readonly nowMs: number
  /** Delay that the server asked for, in milliseconds; 0 if it did not. */
  readonly retryAfterMs: number
}

/** Delay that is assumed if the server names none, in milliseconds. */
const defaultDelayMs = 250

/** Shortest delay that is distinguished, in milliseconds. */
const minDelayMs = 25

/**
 * Delays below are exact times until the next request is allowed, about one interval of the limit. Longer ones are
 * whole seconds, or the end of a window.
 */
const maxExactDelayMs = 1_000

/** Forgetting of the longest delay, with each refusal. */
const delayMemory = 0.95

/** Exact delays for which nothing is sent after a refusal, while the limit refills. */
const heldDelays = 5

/** Exact delays that make up the time scale of growth. */
const scaleDelays = 16

/** Time without growth after a refusal, in time scales; the rate then grows e-fold in each. */
const quietScales = 1.5

/** Shortest time of an e-fold growth, in latencies: refusals are noticed only after one. */
const growthLatencies = 2.5

/** Accepted requests since the last refusal that halve the effect of a refusal. */
const weightOfRefusal = 15

/** Lowest factor of a refusal; a refusal without accepted requests since the last one says less. */
const minFactor = 0.3
const repeatedFactor = 0.7

/** Bounds of the new rate, as shares of the rate accepted since the last refusal. */
const minShare = 0.85
const maxShare = 1.1

/** Accepted requests at which that rate is more than noise. */
const minSample = 4

/** Time that a burst is assumed to have been saved up for, in milliseconds. */
const burstMs = 2_000

/**
 * Pace that follows from refusals alone. A refusal lowers the rate, less so after many accepted requests, and holds it
 * for a while; then the rate grows exponentially until the next one.
 *
 * The time scale comes from the delays that the server asks for. It is therefore the same in all processes with the same
 * key, however fast each of them is: all of them grow by the same factor, the faster ones are refused more often, and the
 * rates become equal. If one ends, the others take its share within a few time scales.
 */
export class RefusalPace {
  /** Requests per millisecond. */
  #rate = Number.POSITIVE_INFINITY
  #firstAtMs: number | undefined
  /** Time of the last refusal that lowered the rate. */
  #refusedAtMs = Number.NEGATIVE_INFINITY
  /** Time at which requests are sent again after it. */
  #resumedAtMs = 0
  /** Time up to which the rate has grown. */
  #grownAtMs = 0
  /** Requests sent and accepted since the last refusal. */
  #accepted = 0
  /** Longest delay of late. */
  #delayMs = 0
  #latencyMs = 0

  /** Interval to the next request, in milliseconds, while calls wait. */
  intervalMs(nowMs: number): number {
    if (this.#rate === Number.POSITIVE_INFINITY) return 0
    const scaleMs = this.#isExact ? scaleDelays * this.#delayMs : this.#delayMs
    const quietUntilMs = this.#resumedAtMs + quietScales * scaleMs + this.#latencyMs
    // Only a wait for this interval counts, not a time without calls.
    const sinceMs = Math.max(this.#grownAtMs, quietUntilMs, nowMs - 2 / this.#rate)
    if (nowMs > sinceMs)
      this.#rate *= Math.exp((nowMs - sinceMs) / Math.max(scaleMs, growthLatencies * this.#latencyMs))
    this.#grownAtMs = nowMs
    return 1 / this.#rate
  }

  get perMinute(): number | undefined {
    return this.#rate === Number.POSITIVE_INFINITY ? undefined : Math.max(1, Math.round(this.#rate * 60_000))
  }

  /** Counts an accepted request. */
  accept(sentAtMs: number, nowMs: number): void {
    this.#firstAtMs ??= nowMs
    this.#latencyMs += (nowMs - sentAtMs - this.#latencyMs) / 8
    if (sentAtMs > this.#refusedAtMs) this.#accepted += 1
  }

  /**
   * Lowers the rate, unless the request was sent before the last refusal took effect.
   *
   * @returns Time for which nothing should be sent, in milliseconds.
   */
  refuse({ sentAtMs, nowMs, retryAfterMs }: Refusal): number {
    this.#delayMs = Math.max(retryAfterMs || defaultDelayMs, minDelayMs, this.#delayMs * delayMemory)
    if (sentAtMs <= this.#refusedAtMs) return retryAfterMs
    this.#rate =
      this.#rate === Number.POSITIVE_INFINITY ? this.#firstRate(nowMs) : this.#loweredRate(nowMs, retryAfterMs)
    const pauseMs = this.#isExact ? Math.max(retryAfterMs, heldDelays * this.#delayMs) : retryAfterMs
    this.#refusedAtMs = nowMs
    this.#resumedAtMs = nowMs + pauseMs
    this.#grownAtMs = this.#resumedAtMs
    this.#accepted = 0
    return pauseMs
  }

  get #isExact(): boolean {
    return this.#delayMs < maxExactDelayMs
  }

  /** Rate after the first refusal, when the burst that the limit allows has been used. */
  #firstRate(nowMs: number): number {
    const elapsedMs = nowMs - (this.#firstAtMs ?? nowMs)
    const ofBurst = Math.max(1, this.#accepted) / (elapsedMs + Math.max(this.#delayMs, burstMs))
    if (!this.#isExact) return ofBurst
    const ofDelay = 1 / (heldDelays * this.#delayMs)
    return this.#accepted > 0 ? Math.min(ofDelay, ofBurst) : ofDelay
  }

  #loweredRate(nowMs: number, retryAfterMs: number): number {
    const accepted = this.#accepted
    const factor = Math.max(accepted / (accepted + weightOfRefusal), accepted > 0 ? minFactor : repeatedFactor)
    const acceptedRate = accepted / (nowMs - this.#refusedAtMs + retryAfterMs)
    const isSample = accepted >= minSample
    const max = isSample ? maxShare * acceptedRate : Number.POSITIVE_INFINITY
    // At the end of a window, exactly what it allows has been accepted.
    const min = this.#isExact ? (isSample ? minShare * acceptedRate : 0) : acceptedRate
    return Math.max(Math.min(this.#rate * factor, max), min)
  }
}
