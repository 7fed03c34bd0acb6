import type { Logger } from './logger.ts'
import type { ServerLimits } from './options.ts'
import type { Admission } from './services/admission.ts'
import type { ApiKeys, Principal } from './services/api-keys.ts'
import type { Catalogue } from './services/catalogue.ts'
import type { EngineRegistry } from './services/engines.ts'
import type { IdempotentRuns } from './services/idempotent-runs.ts'
import type { KeyGuard } from './services/key-guard.ts'
import type { Moderator } from './services/moderation.ts'
import type { PendingWork } from './services/pending-work.ts'
import type { Prices } from './services/prices.ts'
import type { RequestRate } from './services/request-rate.ts'
import type { StreamSlots } from './services/stream-slots.ts'
import type { IdempotencyRecord, Store } from './store/store.ts'

/** What services and routes work with; made once at the start. */
export interface ServerContext {
  readonly store: Store
  readonly engines: EngineRegistry
  readonly catalogue: Catalogue
  readonly apiKeys: ApiKeys
  readonly keyGuard: KeyGuard
  readonly admission: Admission
  readonly prices: Prices
  readonly pendingWork: PendingWork
  readonly idempotentRuns: IdempotentRuns
  readonly requestRate: RequestRate
  readonly streamSlots: StreamSlots
  readonly moderator: Moderator | undefined
  readonly limits: ServerLimits
  readonly keepAliveMs: number
  readonly logger: Logger
  readonly now: () => number
}

/** Variables that the middleware leaves for a handler. */
export interface AppEnv {
  Variables: {
    requestId: string
    /** Whose key it is; set by `authenticate`. */
    principal: Principal
    /** Aborts when the caller leaves or the time is up. */
    signal: AbortSignal
    /** Set while the request runs under an idempotency key. */
    idempotencyClaim: IdempotencyRecord | undefined
  }
}

/** What a service needs to know of the request it serves. */
export interface Call {
  readonly requestId: string
  readonly principal: Principal
  /** Path of the endpoint, such as `/v1/embeddings`. */
  readonly endpoint: string
  readonly signal: AbortSignal
  /** Whether the answer goes out as it is made, so that a caller who leaves has had the part that was. */
  readonly isStream: boolean
  /** Idempotency key under which the answer is kept; a stream is not. */
  readonly idempotencyClaim: IdempotencyRecord | undefined
}
