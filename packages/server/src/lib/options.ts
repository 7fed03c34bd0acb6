import type { PriceList } from './billing/price-list.ts'
import type { EmulatorOptions } from './emulator/emulator-options.ts'
import type { ModelOptions } from './engines/resolve-engines.ts'
import type { EngineChoices } from './engines/server-engines.ts'
import type { FaultPlan } from './http/fault-plan.ts'
import type { Moderator } from './inference/moderator.ts'
import type { JobOptions } from './jobs/job-options.ts'
import type { Logger } from './logger.ts'
import type { MetricsAddress } from './observability/metrics-listener.ts'
import type { ServerLimits } from './server-limits.ts'
import type { ErrorStyle } from './wire/error-style.ts'

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
  /**
   * Further names of models, such as `{ 'my-model': 'mira' }`. Names of widely used models of other vendors, such as
   * `gpt-4o-mini` or `whisper-1`, always stand for the first model of their endpoint. `GET /v1/models` lists all.
   */
  readonly aliases?: Readonly<Record<string, string>> | undefined
  /** Whether any unknown model name stands for the first model of its endpoint. Defaults to false: 400. */
  readonly anyModel?: boolean | undefined
  /** Engines by capability, or the text of a source, such as `{ chat: 'hf:owner/repo' }`. Default to the installed local engines. */
  readonly engines?: EngineChoices | undefined
  /** Handling of models of `engines` that are not on this machine. */
  readonly models?: ModelOptions | undefined
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
  /**
   * Addresses or CIDR blocks of reverse proxies whose `X-Forwarded-For` or `Forwarded` header names the client, for
   * rate limits by address and for logs. Defaults to none: the headers are ignored.
   */
  readonly trustedProxies?: readonly string[] | undefined
  /** Origins allowed by CORS, or `*` for all. Defaults to none. */
  readonly allowedOrigins?: readonly string[] | undefined
  /**
   * Whether a body field that the endpoint does not know is rejected with 422. Defaults to false: it is named in the header
   * `x-mira-unknown-fields` and in the log, with the nearest known field.
   */
  readonly strictFields?: boolean | undefined
  /** Format of error bodies; the other formats let clients be tested against all known ones. Defaults to `both`. */
  readonly errorStyle?: ErrorStyle | undefined
  /** Faults to inject, for client tests. */
  readonly faults?: FaultPlan | undefined
  /** Fixed answers, faults at run time and a journal, for tests of applications. Disabled by default. */
  readonly emulator?: EmulatorOptions | undefined
  /** Serves Prometheus metrics at `/metrics` on a separate port. Disabled by default. */
  readonly metrics?: MetricsAddress | undefined
  /**
   * Whether the page of the package `@mira/playground`, if it is installed, is served at `/`, to programs on this machine
   * only, for which it acts as the owner without a key. Not served when `host` is no loopback address, or with `publicUrl` or
   * `trustedProxies`. Defaults to false.
   */
  readonly playground?: boolean | undefined
  /** Structured logger. Defaults to none. */
  readonly logger?: Logger | undefined
  /** Interval between keep-alive comments of a stream, in milliseconds. Defaults to 15,000. */
  readonly keepAliveMs?: number | undefined
  /** Clock, in milliseconds since 1970. Defaults to `Date.now`. */
  readonly now?: (() => number) | undefined
}
