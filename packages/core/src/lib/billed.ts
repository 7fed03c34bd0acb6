import { unsentCodes } from '#runtime'
import type { Billing } from './call-state.ts'
import { isForeignToPage } from './environment.ts'
import { causesOf } from './error.ts'

/**
 * Rules for requests that are charged or have side effects: each has an idempotency key, and is retried only if it was
 * provably not processed, or the server deduplicates it.
 *
 * @example request(client, { operation: 'image.upscale', path: '/v1/upscale', json, billing: billed })
 */
export const billed: Billing = {
  // 128 random bits; not a UUID, because web pages without TLS have no `randomUUID`.
  createKey: (origin) => (isForeignToPage(origin) ? undefined : crypto.getRandomValues(new Uint32Array(4)).join('-')),
  isSafeToRepeat: (error, isDeduplicated) =>
    isDeduplicated ||
    [429, 503, 529].includes(error.status ?? 0) ||
    // The server never received the request.
    causesOf(error).some(({ code }) => unsentCodes?.test(code ?? '')),
}
