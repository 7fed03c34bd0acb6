import { ApiError } from '../api-error.ts'
import type { SlidingWindow } from '../limits/sliding-window.ts'
import type { ApiKeys, Principal } from './api-keys.ts'

/** Lets callers with a valid key in, and slows down those who guess. */
export interface KeyGuard {
  /**
   * Finds whose key an `Authorization` header carries.
   *
   * @param address Of the caller.
   * @throws {ApiError} 401, or 429 after 10 wrong keys from an address within 60 seconds.
   */
  authenticate(authorization: string | undefined, address: string): Promise<Principal>
}

/** Wrong keys that an address may try in a time. */
export const failureWindow = { name: 'wrong keys', most: 10, lengthMs: 60_000 }
/** Keys that are remembered as good; beyond it all are forgotten. */
const maxKnown = 10_000

/** @param failures Counts wrong keys by address, {@link failureWindow}. */
export function createKeyGuard(apiKeys: ApiKeys, failures: SlidingWindow): KeyGuard {
  // A program that works is not locked out by a neighbour behind the same address who guesses.
  const known = new Set<string>()

  return {
    async authenticate(authorization, address) {
      if (authorization === undefined) throw new ApiError(401, 'API key required')
      const key = authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : ''
      const hash = apiKeys.hash(key)
      const seconds = known.has(hash) ? undefined : await failures.secondsUntilRoom(address)
      if (seconds !== undefined) {
        const detail = `Too many invalid API keys. Retry after ${seconds} seconds`
        throw new ApiError(429, detail, { retryAfterSeconds: seconds })
      }
      const principal = await apiKeys.recognise(key)
      if (principal === undefined) {
        known.delete(hash)
        await failures.count(address)
        throw new ApiError(401, 'Invalid API key')
      }
      if (known.size >= maxKnown) known.clear()
      known.add(hash)
      return principal
    },
  }
}
