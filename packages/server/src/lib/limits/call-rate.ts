import type { RateLimitState } from './rate-limit-state.ts'
import { secondsUntil } from './sliding-window.ts'

/** Rate limit by key, counted in the memory of this process in constant time and space per key. */
export interface CallRate {
  /** Counts a call; if the limit is reached, returns the seconds until the next call is allowed instead. */
  count(key: string): number | undefined
  /** Returns how many calls are allowed at once now, without counting one. */
  read(key: string): RateLimitState
}

/** Options of {@link createCallRate}. */
export interface CallRateOptions {
  /** Calls allowed at once, and then per `periodMs` at a steady rate. */
  readonly maxCalls: number
  readonly periodMs: number
  readonly now: () => number
}

/** Number of keys from which idle ones are removed. */
const sweepSize = 10_000

/** Creates a rate limit: a token bucket per key, which stores only the time when the bucket is full again. */
export function createCallRate({ maxCalls, periodMs, now }: CallRateOptions): CallRate {
  const fullAt = new Map<string, number>()
  const intervalMs = periodMs / maxCalls
  let nextSweep = sweepSize

  /** Removes full buckets, which equal those of new keys. The cost is proportional to the keys added since. */
  function sweep(): void {
    for (const [key, time] of fullAt) if (time <= now()) fullAt.delete(key)
    nextSweep = Math.max(sweepSize, fullAt.size * 2)
  }

  return {
    count(key) {
      // No bucket is full later than in a period, unless the clock was set back.
      const latest = now() + periodMs + intervalMs / 2
      const time = Math.max(Math.min(fullAt.get(key) ?? 0, latest), now()) + intervalMs
      // Half an interval of tolerance for the rounding errors of fractions.
      if (time - now() > periodMs + intervalMs / 2) return secondsUntil(time - periodMs, now())
      if (fullAt.size >= nextSweep) sweep()
      fullAt.set(key, time)
      return undefined
    },
    read(key) {
      const missingMs = Math.min(Math.max(0, (fullAt.get(key) ?? 0) - now()), periodMs + intervalMs / 2)
      const remaining = Math.max(0, Math.floor((periodMs - missingMs) / intervalMs + 0.5))
      return { limit: maxCalls, remaining, resetMs: missingMs }
    },
  }
}
