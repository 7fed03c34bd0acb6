import type { AudioDecoder } from '@mira/engine'
import type { ApiKeys, Principal } from './accounts/api-keys.ts'
import type { KeyGuard } from './accounts/key-guard.ts'
import type { Admission } from './billing/admission.ts'
import type { Prices } from './billing/prices.ts'
import type { FetchPolicy } from './fetching/fetch-public.ts'
import type { PictureReader } from './fetching/picture-reader.ts'
import type { IdempotentRuns } from './idempotency/idempotent-runs.ts'
import type { Catalogue } from './inference/catalogue.ts'
import type { EngineRegistry } from './inference/engines.ts'
import type { Moderator } from './inference/moderation.ts'
import type { JobNews } from './jobs/job-news.ts'
import type { JobOptions } from './jobs/job-options.ts'
import type { Drain } from './lifecycle/drain.ts'
import type { PendingWork } from './lifecycle/pending-work.ts'
import type { LimitCounters } from './limits/limit-counters.ts'
import type { RequestRate } from './limits/request-rate.ts'
import type { StreamSlots } from './limits/stream-slots.ts'
import type { Logger } from './logger.ts'
import type { Ffmpeg } from './media/ffmpeg.ts'
import type { MediaLinks } from './media/media-links.ts'
import type { MediaStore } from './media/media-store.ts'
import type { SpooledForm } from './media/spooled-form.ts'
import type { MetricsListener } from './observability/metrics-listener.ts'
import type { ServerMetrics } from './observability/server-metrics.ts'
import type { ServerLimits } from './options.ts'
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
  readonly limitCounters: LimitCounters
  readonly requestRate: RequestRate
  readonly streamSlots: StreamSlots
  readonly media: MediaStore
  /** Which addresses that callers give are connected to. */
  readonly fetchPolicy: FetchPolicy
  readonly pictures: PictureReader
  readonly audioDecoder: AudioDecoder
  readonly ffmpeg: Ffmpeg
  readonly mediaLinks: MediaLinks
  readonly jobNews: JobNews
  readonly jobOptions: JobOptions
  /** Judges prompts and pictures of the media endpoints. */
  readonly moderator: Moderator
  /** Judges conversations. */
  readonly chatModerator: Moderator
  readonly limits: ServerLimits
  readonly keepAliveMs: number
  readonly drain: Drain
  readonly metrics: ServerMetrics
  /** Where they are served, if they are. */
  readonly metricsListener: MetricsListener | undefined
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
    /** The body, when it is a multipart form. */
    form: SpooledForm | undefined
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
