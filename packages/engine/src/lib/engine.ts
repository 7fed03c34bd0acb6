/** Method by which an engine produces its output. Shown to users wherever that output is shown. */
export type EngineKind = 'neural' | 'statistical' | 'procedural' | 'rules' | 'upstream'

/** Origin of the model that an engine runs. */
export interface ModelOrigin {
  /** Source as the user gave it, such as `hf:owner/repo:Q4_K_M` or a path. */
  readonly source: string
  /** Commit of the source. */
  readonly revision?: string | undefined
  /** SHA-256 of the file with the weights, in hexadecimal. */
  readonly sha256?: string | undefined
  /** License of the weights. */
  readonly license?: string | undefined
}

/** Description of an engine in `/v1/models` and in the docs. */
export interface EngineInfo {
  /** Short machine-readable name, such as `mira-local`. */
  readonly name: string
  readonly kind: EngineKind
  /** One sentence: what the engine is and what it is not. */
  readonly description: string
  readonly version?: string | undefined
  /** SPDX expression for the components that produce the output. */
  readonly license?: string | undefined
  /** Origin of the model, for engines that run a model of the user's choice. */
  readonly origin?: ModelOrigin | undefined
}

/** Base interface of all engines. */
export interface Engine {
  readonly info: EngineInfo
  /**
   * Loads what the first call would load otherwise. The server calls it for an engine that it creates, before it reports
   * the engine as ready.
   */
  warmUp?(): Promise<void>
  /** Releases workers, memory and sockets, and rejects pending calls. Idempotent. */
  close(): Promise<void>
}

/** Options common to all engine calls. */
export interface EngineCallOptions {
  /** Aborts the call, which then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Caller ID, such as a user ID. Queued calls are served round-robin by caller. Defaults to one shared caller. */
  readonly caller?: string | undefined
}

/**
 * Known codes of {@link EngineInputError}. Engines may add others.
 *
 * - `invalid_value`: outside the accepted values; the default
 * - `empty`: without content, such as a file without audio
 * - `too_long`: text or audio longer than the limit
 * - `too_large`: more pixels, bytes or audio samples per second than the limit
 * - `unsupported_format`: a file format or encoding that this engine does not read, though another decoder may
 * - `unreadable`: a supported file format, but damaged or truncated
 * - `unsupported_language`: a language that the engine does not support
 * - `memory_exceeded`: work on the input exceeded the memory limit of the engine's process
 */
export type EngineInputCode =
  | 'invalid_value'
  | 'empty'
  | 'too_long'
  | 'too_large'
  | 'unsupported_format'
  | 'unreadable'
  | 'unsupported_language'
  | 'memory_exceeded'
  | (string & {})

/** Options for {@link EngineInputError}. */
export interface EngineInputErrorOptions {
  /** Machine-readable error code. Defaults to `invalid_value`. */
  readonly code?: EngineInputCode | undefined
  readonly cause?: unknown
}

/** Invalid input. The server responds with 400 and this message verbatim, so the message names the invalid field. */
export class EngineInputError extends Error {
  override readonly name = 'EngineInputError'
  /** Machine-readable error code. */
  readonly code: EngineInputCode
  /** Name of the invalid request field, if there is one. */
  readonly field: string | undefined

  constructor(message: string, field?: string, { code = 'invalid_value', cause }: EngineInputErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.field = field
  }
}

/**
 * Known codes of {@link EngineUnavailableError}. Engines may add others.
 *
 * - `failed`: the default
 * - `busy`: the engine or its upstream allows no more concurrent calls
 * - `closed`: the engine was closed
 * - `not_installed`: a required package or program is missing
 * - `deadline_exceeded`: the call took longer than the deadline of the engine's process
 * - `timeout`: the upstream stopped sending data
 * - `key_refused`: the upstream rejected the engine's API key
 */
export type EngineUnavailableCode =
  | 'failed'
  | 'busy'
  | 'closed'
  | 'not_installed'
  | 'deadline_exceeded'
  | 'timeout'
  | 'key_refused'
  | (string & {})

/** Options for {@link EngineUnavailableError}. */
export interface EngineUnavailableErrorOptions {
  /** Machine-readable error code. Defaults to `failed`. */
  readonly code?: EngineUnavailableCode | undefined
  /** HTTP status of the server's response. Defaults to 502. */
  readonly status?: number | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly cause?: unknown
}

/** Failure behind the engine, such as an unreachable upstream. The server responds with `status`. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError'
  /** Machine-readable error code. */
  readonly code: EngineUnavailableCode
  readonly status: number
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, options: EngineUnavailableErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = options.code ?? 'failed'
    this.status = options.status ?? 502
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
