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

/** Bounds of what the server takes. */
export interface ServerLimits {
  /** Largest JSON body, in bytes (default 2 MiB); beyond it 413. */
  readonly maxBodyBytes: number
  /** Largest JSON body or form of an endpoint that takes pictures, in bytes (default `maxBodyBytes` when that is given, else 64 MiB). */
  readonly maxPictureBodyBytes: number
  /** Largest upload of sound, in bytes (default 1 GiB); beyond it 413. */
  readonly maxUploadBytes: number
  /** Longest sound that is transcribed, in seconds (default 600); beyond it 400. */
  readonly maxAudioSeconds: number
  /** Deepest nesting of arrays and objects in a body (default 20); beyond it 400. */
  readonly maxJsonDepth: number
  /** Time until an answer must have begun, in milliseconds (default 120 000); beyond it 408. */
  readonly requestTimeoutMs: number
  /** Streams that one key may have open (default 100); beyond it 429. */
  readonly maxConcurrentStreams: number
  /** Requests that one key may make in any one minute window (default no limit); beyond it 429. */
  readonly requestsPerMinute: number
  /** Requests that may wait for their answer to begin at once, whoever makes them (default 1 000); beyond it 503. */
  readonly maxConcurrentRequests: number
  /** Messages of one conversation (default 200); beyond it 422. */
  readonly maxMessages: number
  /** Characters in the text of one message (default 500 000); beyond it 422. */
  readonly maxContentCharacters: number
  /** Texts of one embeddings call (default 2 048); beyond it 422. */
  readonly maxEmbeddingInputs: number
  /** Longest voice session, in seconds (default 3 600); it is then closed with 4408. */
  readonly maxRealtimeSessionSeconds: number
  /** Longest time in which a voice session may send nothing, in seconds (default 900); it is then closed with 1000. */
  readonly maxRealtimeIdleSeconds: number
  /** Largest message of a voice session, in bytes (default 768 KiB, 12 s of sound); beyond it 1009. */
  readonly maxRealtimeFrameBytes: number
}

/**
 * Engines by capability: an engine, a function that makes it at first use (the server then closes it), or null for
 * none. A capability that is not named has its local engine if the engine's package is installed.
 */
export interface ServerEngines {
  readonly chat?: EngineSource<ChatEngine> | null | undefined
  readonly embeddings?: EngineSource<EmbeddingEngine> | null | undefined
  readonly images?: EngineSource<ImageEngine> | null | undefined
  /** Finds things in pictures, reads text in them, and answers questions on them in chats. */
  readonly vision?: EngineSource<VisionEngine> | null | undefined
  readonly speech?: EngineSource<SpeechEngine> | null | undefined
  readonly transcription?: EngineSource<TranscriptionEngine> | null | undefined
  readonly music?: EngineSource<MusicEngine> | null | undefined
  readonly video?: EngineSource<VideoEngine> | null | undefined
  /** Judges prompts before another engine sees them. */
  readonly moderation?: EngineSource<ModerationEngine> | null | undefined
  /** Judges images that users send before another engine sees them. */
  readonly imageModeration?: EngineSource<ImageModerationEngine> | null | undefined
}

/** Options of {@link startServer}. */
export interface ServerOptions {
  /** Port to listen on; 0 takes a free one (default). */
  readonly port?: number | undefined
  /** Address to listen on (default `127.0.0.1`). */
  readonly host?: string | undefined
  /** Directory of the store and the server's secret; without it everything is kept in memory. */
  readonly dataDir?: string | undefined
  /** PostgreSQL to keep everything in instead, `postgres://user:password@host/database`; many servers may share it. */
  readonly databaseUrl?: string | undefined
  /**
   * Hashes keys and encrypts kept replies, at least 32 characters; the same for all servers that share a database
   * (default: made at the first start and kept in `dataDir`).
   */
  readonly secret?: string | undefined
  /** Bucket for files that were made, `s3://bucket/prefix`, with credentials in `AWS_*` variables (default: `dataDir`). */
  readonly mediaUrl?: string | undefined
  /** Origin of the S3-compatible service that has the bucket (default: that of AWS in `AWS_REGION`). */
  readonly mediaEndpoint?: string | undefined
  /** Address of the server in the URLs of files (default: the one that the request came to). */
  readonly publicUrl?: string | undefined
  /** Uses `http:` URLs that callers give, and not `https:` alone: of pictures, and of webhooks (default false). */
  readonly allowHttpFetch?: boolean | undefined
  /** Connects also to addresses of this machine and its network, which only tests need (default false). */
  readonly allowPrivateFetch?: boolean | undefined
  /** Keys to accept, each `sk-mira-` and 40 hex digits; without it a development key is made at the first start. */
  readonly apiKeys?: readonly string[] | undefined
  readonly engines?: ServerEngines | undefined
  /**
   * Name or path of ffmpeg, which writes speech as FLAC, Opus and AAC and reads recordings that the embedded decoders do
   * not (default `ffmpeg`, as found by `PATH`).
   */
  readonly ffmpegCommand?: string | undefined
  /**
   * Name or path of eSpeak NG, with which the local speech engine speaks languages other than English (default
   * `espeak-ng`, as found by `PATH`).
   */
  readonly espeakCommand?: string | undefined
  /** Loads the engines right after the start instead of at their first use (default false). */
  readonly warmUp?: boolean | undefined
  /** Checks all that users write or send before an engine sees it (default: see `moderateChats`). */
  readonly moderator?: Moderator | undefined
  /**
   * Whether the moderation engine judges conversations too, beside the prompts of media (default false: of harmless
   * talk it refuses some, such as of ignoring a warning).
   */
  readonly moderateChats?: boolean | undefined
  readonly limits?: Partial<ServerLimits> | undefined
  /** How it works on music and video. */
  readonly jobs?: Partial<JobOptions> | undefined
  /** What models cost (default: published prices of text, made-up ones of media). */
  readonly prices?: PriceList | undefined
  /** Origins whose pages may call the server (default none). */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Form of error bodies (default `detail`); the others let a client be tested against every form once seen. */
  readonly errorStyle?: ErrorStyle | undefined
  /** Failures to answer with instead of serving, for tests of clients. */
  readonly faults?: FaultPlan | undefined
  /** Serves Prometheus metrics at `/metrics` of a port of their own (default: none are kept). */
  readonly metrics?: MetricsAddress | undefined
  /** Takes structured log entries (default: none are written). */
  readonly logger?: Logger | undefined
  /** Pause between keep-alive comments of a stream, in milliseconds (default 15 000). */
  readonly keepAliveMs?: number | undefined
  /** Time in milliseconds since 1970 (default `Date.now`). */
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
 * Fills in the limits that were not given.
 *
 * @throws {RangeError} for a limit that is not above zero.
 */
export function resolveLimits(given: Partial<ServerLimits> = {}): ServerLimits {
  // Whoever bounds bodies does not expect larger ones anywhere.
  const { maxBodyBytes: maxPictureBodyBytes = defaultLimits.maxPictureBodyBytes } = given
  const limits = { ...defaultLimits, maxPictureBodyBytes, ...given }
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) throw new RangeError(`limits.${name} is ${value}; it must be above 0`)
  }
  return limits
}
