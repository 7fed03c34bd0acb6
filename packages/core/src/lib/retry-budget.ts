/** Keeps the retries of all calls of a client in proportion to what succeeds. */
export interface RetryBudget {
  /** Takes one retry from the budget; `false` when it is used up. */
  take(nowMs: number): boolean
  /** A call succeeded: part of a retry flows back. */
  refund(): void
}

const capacity = 20
const refundPerSuccess = 0.2
const refillPerSecond = 1

/**
 * A token bucket of {@link capacity} retries. While a server fails for everybody, a client adds at most a burst of
 * that size plus one retry a second to the load; in good times it refills and is never felt.
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
