import type { Attempt } from './error.ts'
import type { ReplyHeaders } from './exchange.ts'
import type { RateLimit } from './rate-limit.ts'

/** What is known of a call beside its result. */
export interface CallMetadata {
  readonly requestId: string | undefined
  readonly status: number
  /** Address that answered. */
  readonly url: string
  readonly headers: ReplyHeaders
  readonly rateLimit: RateLimit | undefined
  /** Every try, the successful one last. */
  readonly attempts: readonly Attempt[]
  /** From the call to its result (streams: to the first event), pauses included, in milliseconds. */
  readonly durationMs: number
}

const metadata = new WeakMap<object, () => CallMetadata>()

/**
 * Request id, attempts, timing, rate limits and headers behind a result (or a stream that has begun), without
 * touching the result itself.
 *
 * @returns `undefined` for anything that is not the very object an operation gave, and for a stream not yet begun.
 */
export function metadataOf(result: object): CallMetadata | undefined {
  return metadata.get(result)?.()
}

/** Few ask for metadata, so it is put together only then. */
export function recordMetadata(result: unknown, describe: () => CallMetadata): void {
  if (typeof result === 'object' && result !== null) metadata.set(result, describe)
}
