import { ApiError } from '../api-error.ts'
import type { SlidingWindow } from '../limits/sliding-window.ts'
import type { ApiKeys, Principal } from './api-keys.ts'
import { toAddressBlock } from './client-address.ts'

/** Authenticates API keys and rate-limits failed attempts. */
export interface KeyGuard {
  /**
   * Returns the principal of the API key in an `Authorization` header.
   *
   * @param address - Address of the client.
   * @param verify - Finds the principal of a credential. Defaults to API keys.
   * @throws {ApiError} 401 when the key is missing or invalid, 429 instead after 10 invalid keys from an address, or a
   * /64 block in IPv6, in 60 seconds. A valid key is accepted meanwhile: several clients may share an address.
   */
  authenticate(authorization: string | undefined, address: string, verify?: ApiKeys['verify']): Promise<Principal>
}

/** Maximum invalid keys per address: 10 in 60 seconds. */
export const invalidKeyWindow = { name: 'wrong keys', maxEvents: 10, lengthMs: 60_000 }

/**
 * Creates a key guard.
 *
 * @param failures - Counts invalid keys by address; see {@link invalidKeyWindow}.
 */
export function createKeyGuard(apiKeys: ApiKeys, failures: SlidingWindow): KeyGuard {
  return {
    async authenticate(authorization, address, verify = apiKeys.verify) {
      if (authorization === undefined) throw new ApiError(401, 'API key required')
      const [, key = ''] = /^bearer +(\S+) *$/i.exec(authorization) ?? []
      const principal = await verify(key)
      if (principal !== undefined) return principal
      const seconds = await failures.count(toAddressBlock(address))
      if (seconds === undefined) throw new ApiError(401, `Invalid API key${describeForm(key)}`)
      const detail = `Too many invalid API keys. Retry after ${seconds} seconds`
      throw new ApiError(429, detail, { retryAfterSeconds: seconds })
    },
  }
}

/** Names a form that no credential has; the key itself is not repeated. */
function describeForm(key: string): string {
  if (key === '') return ': expected "Authorization: Bearer" and a key'
  if (/^["'].*["']$/.test(key)) return ': it is in quotation marks'
  return /^(?:sk-mira-|ek_)/.test(key) ? '' : ': keys begin with sk-mira-'
}
