import { ApiError } from '../api-error.ts'
import type { Store } from '../store/store.ts'
import type { RateLimitState } from './rate-limit-state.ts'
import type { SlidingWindow } from './sliding-window.ts'

/** Limits the requests per minute of each key or user. */
export interface RequestRate {
  /**
   * Counts a request.
   *
   * @param within - Store of an open transaction, which a rejection rolls back.
   * @throws {ApiError} 429 when the limit is reached, with the seconds until a request is allowed.
   */
  count(id: string, within?: Store): Promise<void>
  /** Returns how many requests are allowed, without counting one; undefined for no limit. */
  read(id: string): Promise<RateLimitState | undefined>
}

/** Creates a 60-second window that allows up to `maxRequests` requests. */
export type MakeMinuteWindow = (maxRequests: number) => SlidingWindow

/**
 * Creates a request rate limit.
 *
 * @param requestsPerMinute - Maximum requests in any 60 seconds; `Infinity` for no limit.
 */
export function createRequestRate(requestsPerMinute: number, makeWindow: MakeMinuteWindow): RequestRate {
  if (requestsPerMinute === Number.POSITIVE_INFINITY) return { async count() {}, read: async () => undefined }
  const window = makeWindow(requestsPerMinute)
  return {
    async count(id, within) {
      const seconds = await window.count(id, within)
      if (seconds === undefined) return
      throw rateLimited(`${requestsPerMinute} requests per minute`, seconds)
    },
    read: (id) => window.read(id),
  }
}

/** Creates the 429 error of a request over a limit. */
export function rateLimited(limit: string, retryAfterSeconds: number): ApiError {
  const detail = `Rate limit exceeded: ${limit}. Retry after ${retryAfterSeconds} seconds`
  return new ApiError(429, detail, { retryAfterSeconds })
}
