import { ApiError } from '../api-error.ts'
import type { Store } from '../store/store.ts'
import type { SlidingWindow } from './sliding-window.ts'

/** Holds each key, or user, to its requests per minute. */
export interface RequestRate {
  /**
   * @param within The store inside the transaction that a refusal undoes.
   * @throws {ApiError} 429 with the seconds until there is room again.
   */
  count(id: string, within?: Store): Promise<void>
}

/** What a minute window is made with. */
export type MakeMinuteWindow = (most: number) => SlidingWindow

/** @param requestsPerMinute Requests in any 60 seconds; `Infinity` is no limit. */
export function createRequestRate(requestsPerMinute: number, makeWindow: MakeMinuteWindow): RequestRate {
  if (requestsPerMinute === Number.POSITIVE_INFINITY) return { async count() {} }
  const window = makeWindow(requestsPerMinute)
  return {
    async count(id, within) {
      const seconds = await window.count(id, within)
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
