import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { ApiError } from '../api-error.ts'

/** Holds each key to its requests per minute. */
export interface RequestRate {
  /** @throws {ApiError} 429 with the seconds until the window ends. */
  count(keyId: string): Promise<void>
}

export function createRequestRate(requestsPerMinute: number): RequestRate {
  if (requestsPerMinute === Number.POSITIVE_INFINITY) return { async count() {} }
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 })
  return {
    async count(keyId) {
      try {
        await limiter.consume(keyId)
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))
        const detail = `Rate limit exceeded: ${requestsPerMinute} requests per minute. Retry after ${seconds} seconds`
        throw new ApiError(429, detail, { retryAfterSeconds: seconds })
      }
    },
  }
}
