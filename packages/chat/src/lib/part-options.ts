import type { RequestOptions } from '@mira/core'

/** Options for one of several requests of a call: each is a logical operation of its own, and needs a key of its own. */
export function partOptions(options: RequestOptions | undefined, part: number): RequestOptions | undefined {
  return options?.idempotencyKey ? { ...options, idempotencyKey: `${options.idempotencyKey}-${part}` } : options
}
