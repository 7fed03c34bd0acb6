import type { RequestOptions } from '@mira/core'

/**
 * Returns the options for one of several requests of a call. Each is a separate operation and needs its own idempotency
 * key.
 */
export function partOptions(options: RequestOptions | undefined, part: number): RequestOptions | undefined {
  return options?.idempotencyKey ? { ...options, idempotencyKey: `${options.idempotencyKey}-${part}` } : options
}
