import type { AudioDecoder } from '@mira/engine'
import type { ApiKeys, Principal } from './accounts/api-keys.ts'
import type { FindClientAddress } from './accounts/client-address.ts'
import type { ClientSecrets } from './accounts/client-secrets.ts'
import type { KeyGuard } from './accounts/key-guard.ts'
import type { Admission } from './billing/admission.ts'
import type { Prices } from './billing/prices.ts'
import type { UsageWriter } from './billing/usage-writer.ts'
import type { CallScope } from './call-scope.ts'
import type { Emulation } from './emulation.ts'
import type { FetchPolicy } from './fetching/fetch-public.ts'
import type { ImageReader } from './fetching/image-reader.ts'
import type { ContentCoding } from './http/content-codings.ts'
import type { FindFault } from './http/fault-plan.ts'
import type { RequestResources } from './http/request-resources.ts'
import type { IdempotentRuns } from './idempotency/idempotent-runs.ts'
import type { BackgroundResponses } from './inference/background-responses.ts'
import type { Catalog } from './inference/catalog.ts'
import type { EngineRegistry } from './inference/engines.ts'
import type { Moderator } from './inference/moderator.ts'
import type { JobEvents } from './jobs/job-events.ts'
import type { JobOptions } from './jobs/job-options.ts'
import type { DiskHealth } from './lifecycle/disk-health.ts'
import type { Drain } from './lifecycle/drain.ts'
import type { PendingWork } from './lifecycle/pending-work.ts'
import type { LimitCounters } from './limits/limit-counters.ts'
import type { RateLimitStates } from './limits/rate-limit-state.ts'
import type { RequestRate } from './limits/request-rate.ts'
import type { StreamSlots } from './limits/stream-slots.ts'
import type { Traffic } from './limits/traffic.ts'
import type { Logger } from './logger.ts'
import type { Ffmpeg } from './media/ffmpeg.ts'
import type { MediaLinks } from './media/media-links.ts'
import type { MediaStore } from './media/media-store.ts'
import type { SpooledForm } from './media/spooled-form.ts'
import type { MetricsListener } from './observability/metrics-listener.ts'
import type { ServerMetrics } from './observability/server-metrics.ts'
import type { ServerLimits } from './server-limits.ts'
import type { IdempotencyRecord, Store } from './store/store.ts'

/** Dependencies of services and routes, created once at startup. */
export interface ServerContext {
  readonly store: Store
  readonly engines: EngineRegistry
  /** Capabilities whose engine was chosen by the text of a source: the server is not ready while one of them is not. */
  readonly chosenEngines: ReadonlySet<keyof EngineRegistry>
  readonly catalog: Catalog
  readonly apiKeys: ApiKeys
  readonly keyGuard: KeyGuard
  readonly clientSecrets: ClientSecrets
  readonly admission: Admission
  readonly prices: Prices
  readonly usageWriter: UsageWriter
  readonly pendingWork: PendingWork
  readonly idempotentRuns: IdempotentRuns
  readonly limitCounters: LimitCounters
  readonly requestRate: RequestRate
  readonly traffic: Traffic
  readonly findClientAddress: FindClientAddress
  readonly streamSlots: StreamSlots
  readonly backgroundResponses: BackgroundResponses
  readonly media: MediaStore
  /** Policy for fetching URLs provided by callers. */
  readonly fetchPolicy: FetchPolicy
  readonly imageReader: ImageReader
  readonly audioDecoder: AudioDecoder
  readonly ffmpeg: Ffmpeg
  readonly mediaLinks: MediaLinks
  readonly jobEvents: JobEvents
  readonly jobOptions: JobOptions
  /** Moderates prompts and images of the media endpoints. */
  readonly moderator: Moderator
  /** Moderates conversations. */
  readonly chatModerator: Moderator
  readonly limits: ServerLimits
  /** Interval between keep-alive comments of a stream, in milliseconds. */
  readonly keepAliveMs: number
  readonly drain: Drain
  readonly diskHealth: DiskHealth
  readonly metrics: ServerMetrics
  /** Undefined when metrics are disabled. */
  readonly metricsListener: MetricsListener | undefined
  readonly logger: Logger
  /** Undefined unless the emulator is enabled. */
  readonly emulator: ServerEmulation | undefined
  /** Finds the fault of a request; undefined if none are injected. */
  readonly findFault: FindFault | undefined
  /** Current time, in milliseconds since 1970. */
  readonly now: () => number
}

/** Emulator of the server. */
export type ServerEmulation = Emulation<AppEnv, ServerContext>

/** Hono environment: variables that the middleware sets for handlers. */
export interface AppEnv {
  Variables: {
    requestId: string
    /** Report of unknown body fields, for the response header. */
    unknownFields?: string
    /** Address of the client, behind trusted proxies. */
    clientAddress: string
    /** Circumstances that the emulator matches; undefined without an emulator. */
    scope: CallScope | undefined
    /** Shared resources that the request holds until its response starts. */
    resources: RequestResources
    /** Owner of the API key; set by `authenticate`. */
    principal: Principal
    /** Aborts when the client disconnects or the request times out. */
    signal: AbortSignal
    /** Ends the timeout of the request; see `Call.commit`. */
    commit: () => void
    /** Set while the request runs under an idempotency key. */
    idempotencyClaim: IdempotencyRecord | undefined
    /** Coding in which the request body arrives; undefined for none. */
    coding: ContentCoding | undefined
    /** Read the limits of the caller that hold for the endpoint; undefined for none. */
    limits?: readonly (() => RateLimitStates | Promise<RateLimitStates>)[]
    /** Whether the body of the response must not be compressed, since a fault has damaged it on purpose. */
    isSentAsIs?: boolean
    /** Request body, if it is a multipart form. */
    form: SpooledForm | undefined
  }
}
