import { ApiError } from '../api-error.ts'
import { createSlidingWindow } from './sliding-window.ts'

/** Holds each key, or user, to its requests per minute. */
export interface RequestRate {
  /** @throws {ApiError} 429 with the seconds until there is room again. */
  count(id: string): void
}

/** @param requestsPerMinute Requests in any 60 seconds; `Infinity` is no limit. */
export function createRequestRate(requestsPerMinute: number, now: () => number): RequestRate {
  if (requestsPerMinute === Number.POSITIVE_INFINITY) return { count() {} }
  const window = createSlidingWindow(requestsPerMinute, 60_000, now)
  return {
    count(id) {
      const seconds = window.count(id)
      if (seconds === undefined) return
      throw rateLimited(`${requestsPerMinute} requests per minute`, seconds)
    },
  }
}

/** The refusal of a request beyond a limit. */
export function rateLimited(limit: string, retryAfterSeconds: number): ApiError {
  const detail = `Rate limit exceeded: ${limit}. Retry after ${retryAfterSeconds} seconds`
  return new ApiError(429, detail, { retryAfterSeconds })
}
