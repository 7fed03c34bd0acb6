import type { Attempt } from './error.ts'
import type { ReplyHeaders } from './exchange.ts'
import type { RateLimit } from './rate-limit.ts'

/** Metadata of a call. */
export interface CallMetadata {
  /** `x-request-id` of the response, if any. */
  readonly requestId: string | undefined
  /** HTTP status of the response. */
  readonly status: number
  /** Final URL, after redirects. */
  readonly url: string
  readonly headers: ReplyHeaders
  readonly rateLimit: RateLimit | undefined
  /** All attempts, the successful one last. */
  readonly attempts: readonly Attempt[]
  /** Time from the call to its result (streams: to the first event), including delays, in milliseconds. */
  readonly durationMs: number
}

const metadata = new WeakMap<object, () => CallMetadata>()

/**
 * Returns the request ID, attempts, timing, rate limits and headers of a result, or of a stream that has started.
 *
 * @returns `undefined` for any object that was not returned by an operation, and for a stream not yet started.
 */
export function metadataOf(result: object): CallMetadata | undefined {
  return metadata.get(result)?.()
}

/** Associates metadata with a result; it is rarely used, so it is created on demand. */
export function recordMetadata(result: unknown, describe: () => CallMetadata): void {
  if (typeof result === 'object' && result !== null) metadata.set(result, describe)
}
