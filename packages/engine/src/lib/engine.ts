/** How an engine comes to its output; shown to users wherever the engine's output is shown. */
export type EngineKind = 'neural' | 'statistical' | 'procedural' | 'rules' | 'upstream'

/** What an engine says of itself in `/v1/models` and in documents. */
export interface EngineInfo {
  /** Short machine name, such as `mira-local`. */
  readonly name: string
  readonly kind: EngineKind
  /** One plain sentence: what it is, what it is not. */
  readonly description: string
  readonly version?: string | undefined
  /** SPDX expression of the parts that produce the output. */
  readonly licence?: string | undefined
}

/** What every engine has in common: it says what it is and can be closed. */
export interface Engine {
  readonly info: EngineInfo
  /** Frees workers, memory and sockets; calls under way are rejected. Safe to call twice. */
  close(): Promise<void>
}

/** Options of every call to an engine. */
export interface EngineCallOptions {
  /** Ends the work; the call then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Whose call it is, such as the id of a user: where calls wait, callers take turns (default: one for all). */
  readonly caller?: string | undefined
}

/**
 * Known codes of {@link EngineInputError}; an engine may add others.
 *
 * - `invalid_value`: outside of what the engine takes; the default
 * - `empty`: without content, such as a file without sound
 * - `too_long`: text or sound beyond the limit of its length
 * - `too_large`: more pixels or bytes than the limit
 * - `unsupported_format`: a file of a kind or encoding that the engine does not read; another decoder may
 * - `unreadable`: a file of a kind that the engine reads, damaged or truncated
 * - `unsupported_language`: a language that the engine does not know
 */
export type EngineInputCode =
  | 'invalid_value'
  | 'empty'
  | 'too_long'
  | 'too_large'
  | 'unsupported_format'
  | 'unreadable'
  | 'unsupported_language'
  | (string & {})

/** Options for {@link EngineInputError}. */
export interface EngineInputErrorOptions {
  /** Kind of the fault, for code to branch on (default `invalid_value`). */
  readonly code?: EngineInputCode | undefined
  readonly cause?: unknown
}

/**
 * Input that an engine cannot take. The server answers 400 with the message as it is, so the message names the field at
 * fault.
 */
export class EngineInputError extends Error {
  override readonly name = 'EngineInputError'
  /** Kind of the fault, for code to branch on. */
  readonly code: EngineInputCode
  /** Name of the request field at fault, when there is one. */
  readonly field: string | undefined

  constructor(message: string, field?: string, { code = 'invalid_value', cause }: EngineInputErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.field = field
  }
}

/**
 * Known codes of {@link EngineUnavailableError}; an engine may add others.
 *
 * - `failed`: the default
 * - `busy`: as many calls are open as the engine or its upstream allows
 * - `closed`: the engine was closed
 * - `not_installed`: a package or program that the engine runs on is missing
 * - `timeout`: the upstream fell silent
 * - `key_refused`: the upstream refused the engine's own key
 */
export type EngineUnavailableCode =
  | 'failed'
  | 'busy'
  | 'closed'
  | 'not_installed'
  | 'timeout'
  | 'key_refused'
  | (string & {})

/** Options for {@link EngineUnavailableError}. */
export interface EngineUnavailableErrorOptions {
  /** Kind of the failure, for code to branch on (default `failed`). */
  readonly code?: EngineUnavailableCode | undefined
  /** HTTP status that a server answers with (default 502). */
  readonly status?: number | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly cause?: unknown
}

/** A failure behind the engine (an upstream server that is down or refuses); the server answers `status`. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError'
  /** Kind of the failure, for code to branch on. */
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
