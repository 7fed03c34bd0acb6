/** Limits the retries of all calls of a client in proportion to its successful calls. */
export interface RetryBudget {
  /** Consumes one retry from the budget. Returns `false` when it is exhausted. */
  take(nowMs: number): boolean
  /** Adds a fraction of a retry to the budget after a successful call. */
  refund(): void
}

const capacity = 20
const refundPerSuccess = 0.2
const refillPerSecond = 1

/**
 * Creates a token bucket of {@link capacity} retries. During an outage, a client adds at most a burst of that size plus
 * one retry per second to the load; otherwise the bucket refills and has no effect.
 */
export function createRetryBudget(): RetryBudget {
  let tokens = capacity
  let filledAtMs: number | undefined
  return {
    take(nowMs) {
      const elapsedMs = Math.max(0, nowMs - (filledAtMs ?? nowMs))
      tokens = Math.min(capacity, tokens + (elapsedMs / 1_000) * refillPerSecond)
      filledAtMs = nowMs
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
    refund() {
      tokens = Math.min(capacity, tokens + refundPerSuccess)
    },
  }
}
