/** Length of a window, in milliseconds. */
const windowMs = 60_000

/** Share of the limit that can be used at once; the rest is spread over the minute. */
const burstShare = 0.1

/** An amount that was used. */
export interface Use {
  readonly atMs: number
  amount: number
}

/**
 * Limit per minute that the caller has set: at most the limit in any 60 seconds, of which a tenth at once and the rest
 * evenly spread.
 */
export class MinuteWindow {
  readonly #limit: number
  readonly #uses: Use[] = []
  /** Index of the first use that is still in the window. */
  #start = 0
  #used = 0
  /** Time at which everything used would have been allowed at an even rate. */
  #pacedUntilMs = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Returns the time until an amount can be used, in milliseconds. An amount above the limit needs the whole window. */
  waitMs(amount: number, nowMs: number): number {
    this.#expire(nowMs)
    const needed = Math.min(amount, this.#limit)
    const burstMs = Math.max(burstShare * windowMs, this.#costMs(needed))
    const spreadMs = Math.max(this.#pacedUntilMs, nowMs) + this.#costMs(needed) - burstMs - nowMs
    return Math.max(0, spreadMs, this.#windowWaitMs(needed, nowMs))
  }

  add(amount: number, nowMs: number): Use {
    const use = { atMs: nowMs, amount }
    this.#uses.push(use)
    this.#used += amount
    this.#pacedUntilMs = Math.max(this.#pacedUntilMs, nowMs) + this.#costMs(amount)
    return use
  }

  /** Replaces an estimated amount by the real one. */
  correct(use: Use, amount: number, nowMs: number): void {
    this.#expire(nowMs)
    const difference = amount - use.amount
    if (use.atMs > nowMs - windowMs) this.#used += difference
    use.amount = amount
    this.#pacedUntilMs = Math.max(nowMs, this.#pacedUntilMs + this.#costMs(difference))
  }

  #costMs(amount: number): number {
    return (amount * windowMs) / this.#limit
  }

  #windowWaitMs(needed: number, nowMs: number): number {
    let excess = this.#used + needed - this.#limit
    for (let index = this.#start; excess > 0 && index < this.#uses.length; index += 1) {
      const { atMs, amount } = this.#uses[index] as Use
      excess -= amount
      if (excess <= 0) return atMs + windowMs - nowMs
    }
    return 0
  }

  #expire(nowMs: number): void {
    for (; this.#start < this.#uses.length; this.#start += 1) {
      const { atMs, amount } = this.#uses[this.#start] as Use
      if (atMs > nowMs - windowMs) break
      this.#used -= amount
    }
    if (this.#start < 1_000 || this.#start < this.#uses.length / 2) return
    this.#uses.splice(0, this.#start)
    this.#start = 0
  }
}
