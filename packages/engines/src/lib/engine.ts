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
}

/** Input that an engine cannot take, with a message fit for the caller (the server answers 400 with it). */
export class EngineInputError extends Error {
  override readonly name = 'EngineInputError'
  /** Name of the request field at fault, when there is one. */
  readonly field: string | undefined

  constructor(message: string, field?: string) {
    super(message)
    this.field = field
  }
}

/** A failure behind the engine (an upstream server that is down or refuses); the server answers `status`. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError'
  readonly status: number
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, options: { status?: number; retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.status = options.status ?? 502
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
