import type { RateLimit } from './rate-limit.ts'

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
  | (string & {})

/** The clock that rang when `code` is `timeout`. */
export type TimeoutClock = 'total' | 'attempt' | 'firstEvent' | 'idle'

/** One try of a call, as it went. */
export interface Attempt {
  /** Counts from 1. */
  readonly attempt: number
  /** Status of the reply, when one came. */
  readonly status?: number | undefined
  /** Code of the error it ended in; absent on success. */
  readonly code?: MiraErrorCode | undefined
  readonly requestId?: string | undefined
  /** From the start of the attempt to its end, in milliseconds. */
  readonly durationMs: number
  /** Pause that followed before the next attempt, in milliseconds. */
  readonly waitMs?: number | undefined
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
  readonly clock?: TimeoutClock | undefined
  readonly attempts?: readonly Attempt[] | undefined
  readonly body?: unknown
  readonly partial?: unknown
  readonly cause?: unknown
}

// A registered symbol is the same in every copy of this package, in ESM and CJS and across realms.
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
  'clock',
  'attempts',
] as const

/** The one error that every operation rejects with, apart from the caller's own abort reason. */
export class MiraError extends Error {
  override readonly name: string = 'MiraError'
  /** What went wrong, for code to branch on. */
  declare readonly code: MiraErrorCode
  /** Operation that failed, such as `chat.create`. */
  declare readonly operation: string | undefined
  /** HTTP status of the reply, when one came. */
  declare readonly status: number | undefined
  /** `x-request-id` of the reply, to quote to support. */
  declare readonly requestId: string | undefined
  /** Whether the same call may succeed later. */
  readonly retryable: boolean = false
  /** Pause the server asked for, in milliseconds. */
  declare readonly retryAfterMs: number | undefined
  /** Limits the server reported with the failed reply. */
  declare readonly rateLimit: RateLimit | undefined
  /** Clock that rang when `code` is `timeout`. */
  declare readonly clock: TimeoutClock | undefined
  /** Every try that was made, in order. */
  readonly attempts: readonly Attempt[] = []
  /** Parsed error body as the server sent it (text when it was no JSON), with secrets removed. */
  declare readonly body: unknown
  /** What had arrived before a stream broke; its shape is the operation's own result. */
  declare readonly partial: unknown

  constructor(message: string, { cause, ...fields }: MiraErrorOptions) {
    super(message, cause === undefined ? undefined : { cause })
    amendError(this, fields)
    Object.defineProperty(this, brand, { value: true })
  }

  /** Fields that are safe to log: no body, no partial result, no cause. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(loggedFields.map((name) => [name, this[name]]))
  }
}

/** Tells a {@link MiraError} from any other value; holds across copies of the package, module systems and realms. */
export function isMiraError(value: unknown): value is MiraError {
  return (value as Record<symbol, unknown> | null | undefined)?.[brand] === true
}

/** Adds what only an outer layer knows (operation, attempts, partial result) to an error on its way out. */
export function amendError(error: MiraError, changes: Partial<MiraErrorOptions>): MiraError {
  for (const [name, value] of Object.entries(changes)) if (value !== undefined) Object.assign(error, { [name]: value })
  return error
}
