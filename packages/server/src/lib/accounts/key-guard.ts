import { ApiError } from '../api-error.ts'
import type { SlidingWindow } from '../limits/sliding-window.ts'
import type { ApiKeys, Principal } from './api-keys.ts'

/** Authenticates API keys and rate-limits failed attempts. */
export interface KeyGuard {
  /**
   * Returns the principal of the API key in an `Authorization` header.
   *
   * @param address - Remote address of the caller.
   * @throws {ApiError} 401 when the key is missing or invalid, 429 after 10 invalid keys from an address in 60 seconds.
   */
  authenticate(authorization: string | undefined, address: string): Promise<Principal>
}

/** Maximum invalid keys per address: 10 in 60 seconds. */
export const failureWindow = { name: 'wrong keys', most: 10, lengthMs: 60_000 }
/** Maximum valid keys in the cache; it is cleared when full. */
const maxKnown = 10_000

/**
 * Creates a key guard.
 *
 * @param failures - Counts invalid keys by address; see {@link failureWindow}.
 */
export function createKeyGuard(apiKeys: ApiKeys, failures: SlidingWindow): KeyGuard {
  // A client with a valid key is not locked out by another one that guesses keys from the same address.
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
