import type { Principal } from './accounts/api-keys.ts'
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
}
