import type {
  ChatEngine,
  EmbeddingEngine,
  ImageEngine,
  ImageModerationEngine,
  ModerationEngine,
  MusicEngine,
  SpeechEngine,
  TranscriptionEngine,
  VideoEngine,
  VisionEngine,
} from '@mira/engine'
import type { PriceList } from './billing/prices.ts'
import type { FaultPlan } from './http/middleware/faults.ts'
import type { EngineSource } from './inference/engines.ts'
import type { Moderator } from './inference/moderation.ts'
import type { JobOptions } from './jobs/job-options.ts'
import type { Logger } from './logger.ts'
import type { MetricsAddress } from './observability/metrics-listener.ts'
import type { ErrorStyle } from './wire/error-body.ts'

/** Limits of the server. */
export interface ServerLimits {
  /** Maximum JSON body, in bytes; larger ones are rejected with 413. Defaults to 2 MiB. */
  readonly maxBodyBytes: number
  /**
   * Maximum JSON body or form of an endpoint that accepts images, in bytes. Defaults to `maxBodyBytes` if set, else to
   * 64 MiB.
   */
  readonly maxPictureBodyBytes: number
  /** Maximum audio upload, in bytes; larger ones are rejected with 413. Defaults to 1 GiB. */
  readonly maxUploadBytes: number
  /** Maximum audio duration for transcription, in seconds; longer audio is rejected with 400. Defaults to 600. */
  readonly maxAudioSeconds: number
  /** Maximum nesting of arrays and objects in a body; deeper ones are rejected with 400. Defaults to 20. */
  readonly maxJsonDepth: number
  /** Timeout until the response starts, in milliseconds; the request then fails with 408. Defaults to 120,000. */
  readonly requestTimeoutMs: number
  /** Maximum open streams per key; more are rejected with 429. Defaults to 100. */
  readonly maxConcurrentStreams: number
  /** Maximum requests per key in any 60 seconds; more are rejected with 429. Defaults to no limit. */
  readonly requestsPerMinute: number
  /** Maximum requests of all callers whose response has not started; more are rejected with 503. Defaults to 1,000. */
  readonly maxConcurrentRequests: number
  /** Maximum messages per conversation; more are rejected with 422. Defaults to 200. */
  readonly maxMessages: number
  /** Maximum characters in the text of a message; longer ones are rejected with 422. Defaults to 500,000. */
  readonly maxContentCharacters: number
  /** Maximum texts per embeddings request; more are rejected with 422. Defaults to 2,048. */
  readonly maxEmbeddingInputs: number
  /** Maximum duration of a realtime session, in seconds; it is then closed with 4408. Defaults to 3,600. */
  readonly maxRealtimeSessionSeconds: number
  /** Idle timeout of a realtime session, in seconds; it is then closed with 1000. Defaults to 900. */
  readonly maxRealtimeIdleSeconds: number
  /** Maximum message of a session, in bytes; larger ones close it with 1009. Defaults to 768 KiB (12 s of audio). */
  readonly maxRealtimeFrameBytes: number
}

/**
 * Engines by capability: an engine, a function that creates it on first use (the server then closes it), or `null` to
 * disable the capability. An omitted capability uses its local engine if that engine's package is installed.
 */
export interface ServerEngines {
  readonly chat?: EngineSource<ChatEngine> | null | undefined
  readonly embeddings?: EngineSource<EmbeddingEngine> | null | undefined
  readonly images?: EngineSource<ImageEngine> | null | undefined
  /** Locates objects in images, reads text in them, and answers questions about them in chats. */
  readonly vision?: EngineSource<VisionEngine> | null | undefined
  readonly speech?: EngineSource<SpeechEngine> | null | undefined
  readonly transcription?: EngineSource<TranscriptionEngine> | null | undefined
  readonly music?: EngineSource<MusicEngine> | null | undefined
  readonly video?: EngineSource<VideoEngine> | null | undefined
  /** Moderates prompts before they reach another engine. */
  readonly moderation?: EngineSource<ModerationEngine> | null | undefined
  /** Moderates images provided by users before they reach another engine. */
  readonly imageModeration?: EngineSource<ImageModerationEngine> | null | undefined
}

/** Options of {@link startServer}. */
export interface ServerOptions {
  /** Port to listen on; 0 picks a free port. Defaults to 0. */
  readonly port?: number | undefined
  /** Address to listen on. Defaults to `127.0.0.1`. */
  readonly host?: string | undefined
  /** Directory of the database and the server's secret. Without it, all data is kept in memory. */
  readonly dataDir?: string | undefined
  /** PostgreSQL URL to use instead, `postgres://user:password@host/database`; multiple servers may share it. */
  readonly databaseUrl?: string | undefined
  /**
   * Secret that hashes API keys and encrypts stored replies, at least 32 characters. Must be the same for all servers
   * that share a database. Defaults to a secret generated at the first start and stored in `dataDir`.
   */
  readonly secret?: string | undefined
  /** Bucket for generated files, `s3://bucket/prefix`, with credentials in `AWS_*` variables. Defaults to `dataDir`. */
  readonly mediaUrl?: string | undefined
  /** Origin of the S3-compatible service. Defaults to AWS in `AWS_REGION`. */
  readonly mediaEndpoint?: string | undefined
  /** Public address of the server in file URLs. Defaults to the address that the request was sent to. */
  readonly publicUrl?: string | undefined
  /** Allows `http:` besides `https:` in image and webhook URLs provided by callers. Defaults to false. */
  readonly allowHttpFetch?: boolean | undefined
  /** Allows fetches from this machine and its private network; intended for tests. Defaults to false. */
  readonly allowPrivateFetch?: boolean | undefined
  /** API keys to accept, each `sk-mira-` and 40 hex digits. By default, the first start creates a development key. */
  readonly apiKeys?: readonly string[] | undefined
  /** Engines by capability. Default to the installed local engines. */
  readonly engines?: ServerEngines | undefined
  /**
   * Name or path of ffmpeg, used to encode speech as FLAC, Opus and AAC and to decode audio that the embedded decoders
   * do not support. Defaults to `ffmpeg`, looked up in `PATH`.
   */
  readonly ffmpegCommand?: string | undefined
  /**
   * Name or path of eSpeak NG, used by the local speech engine for languages other than English. Defaults to
   * `espeak-ng`, looked up in `PATH`.
   */
  readonly espeakCommand?: string | undefined
  /** Loads the engines right after startup instead of on first use. Defaults to false. */
  readonly warmUp?: boolean | undefined
  /** Moderates all user content before it reaches an engine. For the default, see `moderateChats`. */
  readonly moderator?: Moderator | undefined
  /**
   * Whether the moderation engine also checks conversations, besides media prompts. Defaults to false, because it
   * rejects some harmless messages, for example about ignoring a warning.
   */
  readonly moderateChats?: boolean | undefined
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<ServerLimits> | undefined
  /** Options for music and video jobs. */
  readonly jobs?: Partial<JobOptions> | undefined
  /** Prices of models. Default to the published prices for text and example prices for media. */
  readonly prices?: PriceList | undefined
  /** Origins allowed by CORS. Defaults to none. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Format of error bodies; the other formats let clients be tested against all known ones. Defaults to `detail`. */
  readonly errorStyle?: ErrorStyle | undefined
  /** Faults to inject, for client tests. */
  readonly faults?: FaultPlan | undefined
  /** Serves Prometheus metrics at `/metrics` on a separate port. Disabled by default. */
  readonly metrics?: MetricsAddress | undefined
  /** Structured logger. Defaults to none. */
  readonly logger?: Logger | undefined
  /** Interval between keep-alive comments of a stream, in milliseconds. Defaults to 15,000. */
  readonly keepAliveMs?: number | undefined
  /** Clock, in milliseconds since 1970. Defaults to `Date.now`. */
  readonly now?: (() => number) | undefined
}

const defaultLimits: ServerLimits = {
  maxBodyBytes: 2 * 1024 * 1024,
  maxPictureBodyBytes: 64 * 1024 * 1024,
  maxUploadBytes: 1024 * 1024 * 1024,
  maxAudioSeconds: 600,
  maxJsonDepth: 20,
  requestTimeoutMs: 120_000,
  maxConcurrentStreams: 100,
  requestsPerMinute: Number.POSITIVE_INFINITY,
  maxConcurrentRequests: 1_000,
  maxMessages: 200,
  maxContentCharacters: 500_000,
  maxEmbeddingInputs: 2_048,
  maxRealtimeSessionSeconds: 3_600,
  maxRealtimeIdleSeconds: 900,
  maxRealtimeFrameBytes: 768 * 1024,
}

/**
 * Applies the default limits and validates them.
 *
 * @throws {RangeError} when a limit is not above zero.
 */
export function resolveLimits(given: Partial<ServerLimits> = {}): ServerLimits {
  // An explicit body limit applies to all endpoints.
  const { maxBodyBytes: maxPictureBodyBytes = defaultLimits.maxPictureBodyBytes } = given
  const limits = { ...defaultLimits, maxPictureBodyBytes, ...given }
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) throw new RangeError(`limits.${name} is ${value}; it must be above 0`)
  }
  return limits
}
