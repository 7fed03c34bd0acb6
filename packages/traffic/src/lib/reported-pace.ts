import type { ReportedLimit } from './read-limit.ts'

/** Share of a refilling limit that is kept, so that processes with the same key notice each other before a 429. */
const keptShare = 0.2

/** The same of a sliding window, in which it is not used at all. */
const keptOfWindow = 0.1

/** Factor by which requests in a fixed window may be ahead of an even rate. */
const headStart = 1.5

/** Share of what remains that can be used at once. */
const unspreadShare = 0.3

/** A limit as it was reported, and what was used since. */
interface Observation extends ReportedLimit {
  readonly atMs: number
  /** Everything used when the request that reports it was sent. */
  readonly usedBefore: number
}

/**
 * Pace derived from the limits that a server reports. Two kinds of limits are distinguished by their reset times:
 * one that refills steadily, of which the used part divided by the time until it is full stays constant, or of which the
 * reset moves on (a sliding window), and a fixed window, in which that quotient grows.
 *
 * What remains is common to all processes with the same key. Each slows down as it shrinks, and none of them needs to
 * know of the others.
 */
export class ReportedPace {
  /** Refill rate per millisecond; `undefined` for a fixed window, or if unknown. */
  #refill: number | undefined
  /** Rate of a sliding window, which its reset times do not show. */
  #slidingRefill: number | undefined
  #last: Observation | undefined
  /** Reference for later observations, which determines the kind of the limit. */
  #anchor: Observation | undefined
  /** Longest time until a reset, which is the length of a fixed window. */
  #windowMs = 0
  /** Share of this process in the limit. */
  #share = 1
  #hasOthers = false
  #used = 0

  /** Total amount used, to be passed to {@link observe} with the response. */
  get used(): number {
    return this.#used
  }

  use(amount: number): void {
    this.#used += amount
  }

  /** Changes what has been used, once the real amount is known. */
  correct(difference: number): void {
    this.#used += difference
  }

  /** Whether the server has reported a limit that is still valid. */
  get isKnown(): boolean {
    return this.#last !== undefined
  }

  /** @param usedBefore - {@link used} just after the request was sent. */
  observe(reported: ReportedLimit, usedBefore: number, nowMs: number): void {
    const last = this.#last
    if (last && last.limit === reported.limit && usedBefore < last.usedBefore) return
    const current = { ...reported, atMs: nowMs, usedBefore }
    if (last && last.limit !== current.limit) this.#forgetKind()
    this.#noticeOthers(current)
    this.#last = current
    this.#windowMs = Math.max(this.#windowMs, current.resetMs ?? 0)
    this.#classify(current)
    this.#adaptShare(current, last ? nowMs - last.atMs : 0)
  }

  /** A 429 although the pace was kept: others use more of the limit. */
  refuse(): void {
    this.#share = Math.max(0.05, this.#share * 0.7)
  }

  /**
   * Time until an amount can be used, and the interval to the next use, in milliseconds; 0 if nothing is known.
   *
   * @param waiting - Number of such uses that wait. With those of which the server has not reported yet, a few compared
   *   with what remains need no interval.
   */
  plan(amount: number, nowMs: number, waiting: number): { readonly waitMs: number; readonly intervalMs: number } {
    this.#passReset(nowMs)
    const last = this.#last
    if (!last) return { waitMs: 0, intervalMs: 0 }
    const since = this.#used - last.usedBefore
    const elapsedMs = nowMs - last.atMs
    const needed = Math.min(amount, last.limit)
    if (this.#refill !== undefined) {
      const remaining = Math.min(last.limit, last.remaining + this.#refill * elapsedMs - since)
      const rate = this.#refill * this.#share * clamp(remaining / last.limit / this.#keptShare, 0.1, 1.5)
      const intervalMs = waiting * needed + since <= unspreadShare * remaining ? 0 : needed / rate
      return { waitMs: Math.max(0, (needed - remaining) / this.#refill), intervalMs }
    }
    // Without a reset time, only refusals say more.
    const leftMs = (last.resetMs ?? 0) - elapsedMs
    const remaining = last.remaining - since
    if (leftMs <= 0) return { waitMs: 0, intervalMs: 0 }
    if (remaining < needed) return { waitMs: leftMs, intervalMs: 0 }
    if (waiting * needed + since <= unspreadShare * remaining) return { waitMs: 0, intervalMs: 0 }
    return { waitMs: 0, intervalMs: (needed * leftMs) / (headStart * remaining * this.#share) }
  }

  /** Rate that is learned, per minute. */
  get perMinute(): number | undefined {
    if (this.#refill !== undefined) return Math.round(this.#refill * this.#share * 60_000)
    return this.#last && this.#windowMs > 0 ? Math.round((this.#last.limit * 60_000) / this.#windowMs) : undefined
  }

  /** After the reset the whole limit is available again, except for requests whose responses have not arrived. */
  #passReset(nowMs: number): void {
    const last = this.#last
    if (!last?.resetMs || this.#refill !== undefined) return
    const resetAtMs = last.atMs + last.resetMs
    if (nowMs < resetAtMs) return
    const windows = Math.floor((nowMs - resetAtMs) / this.#windowMs)
    const atMs = resetAtMs + windows * this.#windowMs
    this.#last = { ...last, remaining: last.limit, resetMs: this.#windowMs, atMs }
  }

  #forgetKind(): void {
    this.#refill = undefined
    this.#anchor = undefined
    this.#windowMs = 0
  }

  /** The whole limit belongs to this process until more of it is used than by this process. */
  #noticeOthers({ limit, remaining }: Observation): void {
    if (this.#hasOthers) return
    const last = this.#last?.limit === limit ? this.#last : undefined
    this.#hasOthers = (last?.remaining ?? limit) - remaining > this.#used - (last?.usedBefore ?? 0)
    if (this.#hasOthers) this.#share = Math.min(this.#share, 0.5)
  }

  get #keptShare(): number {
    return this.#refill === this.#slidingRefill ? keptOfWindow : keptShare
  }

  #classify(current: Observation): void {
    const anchor = this.#anchor
    const rate = fillRate(current)
    if (rate === undefined) return
    if (this.#refill !== undefined) {
      // The limit may have become a window, whose rate grows without bound towards its end.
      if (this.#slidingRefill === this.#refill && rate <= this.#refill * 3) return
      this.#refill = rate > this.#refill * 3 ? undefined : this.#refill + (rate - this.#refill) / 4
      return
    }
    if (!anchor || current.remaining > anchor.remaining) this.#anchor = current
    else if (anchor.remaining - current.remaining >= current.limit / 5) {
      const growth = rate / (fillRate(anchor) as number)
      if (growth < 1.2 && growth > 0.8) this.#refill = rate
      else if (isSliding(anchor, current)) this.#slidingRefill = this.#refill = current.limit / this.#windowMs
      this.#anchor = current
    }
  }

  /**
   * Grows with the requests of all processes but shrinks with those of this one, so that the shares become equal.
   *
   * @param elapsedMs - Time since the previous observation.
   */
  #adaptShare({ limit, remaining, resetMs = 0 }: Observation, elapsedMs: number): void {
    const evenShare = this.#windowMs > 0 ? resetMs / this.#windowMs : 0
    const target = this.#refill === undefined ? Math.max(0.05, evenShare / 2) : this.#keptShare
    const excess = clamp(remaining / limit / target - 1, -1, 1)
    const steps = excess > 0 && this.#refill !== undefined ? clamp(elapsedMs * this.#refill, 1, 20) : 1
    this.#share = clamp(this.#share * (1 + 0.08 * excess * steps), 0.05, 1)
  }
}

/** Whether the end of a window moves on with each request, instead of coming closer. */
function isSliding(anchor: Observation, { atMs, resetMs = 0 }: Observation): boolean {
  const elapsedMs = atMs - anchor.atMs
  // Resets are often given in whole seconds.
  return elapsedMs >= 3_000 && resetMs >= (anchor.resetMs ?? 0) - elapsedMs / 2
}

/** Used part of a limit divided by the time until it is full, per millisecond; too coarse while little is used. */
function fillRate({ limit, remaining, resetMs }: ReportedLimit): number | undefined {
  const used = limit - remaining
  return used >= Math.max(2, limit / 4) && resetMs && resetMs > 0 ? used / resetMs : undefined
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value))
