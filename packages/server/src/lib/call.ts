import type { Principal } from './accounts/api-keys.ts'
import type { CallScope } from './call-scope.ts'
import type { IdempotencyRecord } from './store/store.ts'

/** Request data that services need. */
export interface Call {
  readonly requestId: string
  readonly principal: Principal
  /** Path of the endpoint, such as `/v1/embeddings`. */
  readonly endpoint: string
  readonly signal: AbortSignal
  /** Whether the response is streamed; a client that disconnects has then received part of it. */
  readonly isStream: boolean
  /** Idempotency key under which the response is stored; undefined for streams, which are not stored. */
  readonly idempotencyClaim: IdempotencyRecord | undefined
  /**
   * Called just before a charge is committed: from then on the request can no longer time out, so that a charged
   * answer is delivered. Undefined without a timeout.
   *
   * @throws {ApiError} 408 when the request has timed out; the charge must be rolled back.
   */
  readonly commit?: (() => void) | undefined
  /** Circumstances that the emulator matches; undefined without an emulator. */
  readonly scope?: CallScope | undefined
}
