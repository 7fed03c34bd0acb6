/** Known codes of {@link MiraError}; a newer server or package may add others. */
export type MiraErrorCode =
  | 'bad_request'
  | 'unauthorized'
  | 'insufficient_balance'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'content_blocked'
  | 'rate_limited'
  | 'server_error'
  | 'overloaded'
  | 'http_error'
  | 'timeout'
  | 'connection_failed'
  | 'redirect_refused'
  | 'invalid_response'
  | 'limit_exceeded'
  | 'stream_interrupted'
  | 'stream_closed'
  | 'body_failed'
  | 'file_unreadable'
  | 'file_changed'
  | 'file_unwritable'
  | 'file_exists'
  | 'invalid_output'
  | 'tool_rounds_exceeded'
  | 'queue_limit_exceeded'
  | 'not_resumable'
  | 'replay_mismatch'
  | 'batch_stopped'
  | 'checkpoint_mismatch'
  | 'checkpoint_locked'
  | (string & {})

/** Name of the timeout that expired when `code` is `timeout`. */
export type TimeoutName = 'total' | 'attempt' | 'firstEvent' | 'idle'

/** Outcome of one attempt of a call. */
export interface Attempt {
  /** Counts from 1. */
  readonly attempt: number
  /** HTTP status, if a response was received. */
  readonly status?: number | undefined
  /** Error code; absent on success. */
  readonly code?: MiraErrorCode | undefined
  /** `x-request-id` of the response, if any. */
  readonly requestId?: string | undefined
  /** Duration of the attempt, in milliseconds. */
  readonly durationMs: number
  /** Delay before the next attempt, in milliseconds; absent when there was none. */
  readonly waitMs?: number | undefined
}

/** Rate limits reported by the server (`X-RateLimit-*`); absent fields were not sent. */
export interface RateLimit {
  /** Number of requests allowed per window. */
  readonly limit?: number | undefined
  /** Number of requests left in the current window. */
  readonly remaining?: number | undefined
  /** Time at which the window resets, in Unix milliseconds. */
  readonly resetAtMs?: number | undefined
}

/** Fields of a {@link MiraError}; all but `code` are optional. */
export interface MiraErrorOptions {
  readonly code: MiraErrorCode
  readonly operation?: string | undefined
  readonly status?: number | undefined
  readonly requestId?: string | undefined
  readonly retryable?: boolean | undefined
  readonly retryAfterMs?: number | undefined
  readonly rateLimit?: RateLimit | undefined
  readonly timeout?: TimeoutName | undefined
  readonly attempts?: readonly Attempt[] | undefined
  readonly body?: unknown
  readonly partial?: unknown
  readonly cause?: unknown
}

// A registered symbol is shared by all copies of this package, by ESM and CJS, and across realms.
const brand = Symbol.for('@mira/core/error')

const loggedFields = [
  'name',
  'message',
  'code',
  'operation',
  'status',
  'requestId',
  'retryable',
  'retryAfterMs',
  'timeout',
  'attempts',
] as const

/** Error that every operation rejects with, except for the caller's own abort reason. */
export class MiraError extends Error {
  override readonly name: string = 'MiraError'
  /** Machine-readable error code. */
  declare readonly code: MiraErrorCode
  /** Operation that failed, such as `chat.create`. */
  declare readonly operation: string | undefined
  /** HTTP status, if a response was received. */
  declare readonly status: number | undefined
  /** `x-request-id` of the response, for support requests. */
  declare readonly requestId: string | undefined
  /** Whether the same call may succeed when retried. */
  readonly retryable: boolean = false
  /** Delay requested by the server, in milliseconds. */
  declare readonly retryAfterMs: number | undefined
  /** Rate limits reported with the failed response. */
  declare readonly rateLimit: RateLimit | undefined
  /** Name of the timeout that expired when `code` is `timeout`. */
  declare readonly timeout: TimeoutName | undefined
  /** All attempts, in order. */
  readonly attempts: readonly Attempt[] = []
  /** Parsed error body as sent by the server (text when it was not JSON), with secrets redacted. */
  declare readonly body: unknown
  /** Partial result received before a stream failed, in the shape of the operation's result. */
  declare readonly partial: unknown

  constructor(message: string, { cause, ...fields }: MiraErrorOptions) {
    super(message, cause === undefined ? undefined : { cause })
    amendError(this, fields)
    Object.defineProperty(this, brand, { value: true })
  }

  /** Returns the fields that are safe to log: no body, partial result or cause. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(loggedFields.map((name) => [name, this[name]]))
  }
}

/** Whether a value is a {@link MiraError}; works across copies of the package, module systems and realms. */
export function isMiraError(value: unknown): value is MiraError {
  return (value as Record<symbol, unknown> | null | undefined)?.[brand] === true
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] }

/** Adds fields that only an outer layer has (operation, attempts, partial result) to an error. */
export function amendError(error: Mutable<MiraError>, changes: Partial<MiraErrorOptions>): MiraError {
  for (const [name, value] of Object.entries(changes))
    if (value !== undefined) error[name as 'partial'] = value as never
  return error
}

/** Fields of system errors. */
export interface ErrorLike {
  readonly cause?: unknown
  readonly code?: string
  readonly message?: string
}

/** Returns an error and its causes, outermost first; limited in depth against circular chains. */
export function causesOf(error: unknown): ErrorLike[] {
  const chain: ErrorLike[] = []
  for (let current = error; current instanceof Object && chain.length < 6; current = (current as ErrorLike).cause) {
    chain.push(current)
  }
  return chain
}

/** Creates the error for a response that is larger than its limit: `limit_exceeded`. */
export function oversizeError(operation: string, maxBytes: number): MiraError {
  const message = `${operation}: the response exceeds ${maxBytes} bytes`
  return new MiraError(message, { code: 'limit_exceeded', operation })
}
