import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import { HTTPException } from 'hono/http-exception'
import { isDiskFailure } from './disk-failure.ts'
import type { ErrorStyle } from './wire/error-style.ts'

/** Form of an error response that differs from the usual one, for errors that are sent on purpose. */
export interface ErrorReply {
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Format of the body. */
  readonly style?: ErrorStyle | undefined
  /** Body to send instead: text as it is, anything else as JSON. */
  readonly body?: unknown
}

/** Options of an {@link ApiError}. */
export interface ApiErrorOptions {
  /** Value of the `Retry-After` header, in seconds; rounded up to a whole number, at least 1. */
  readonly retryAfterSeconds?: number | undefined
  /** Machine-readable error code, for error formats that include one. */
  readonly code?: string | undefined
  /** Path of the invalid request field, such as `session.voice`, for error formats that include one. */
  readonly param?: string | undefined
  /** Form of the response, if it differs from the usual one. */
  readonly reply?: ErrorReply | undefined
  readonly cause?: unknown
}

/** Error that is reported to the caller; its message is the `detail` on the wire. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  readonly code: string | undefined
  readonly param: string | undefined
  readonly reply: ErrorReply | undefined

  constructor(status: number, detail: string, options: ApiErrorOptions = {}) {
    super(detail, { cause: options.cause })
    this.status = status
    const { retryAfterSeconds } = options
    this.retryAfterSeconds = retryAfterSeconds === undefined ? undefined : Math.max(1, Math.ceil(retryAfterSeconds))
    this.code = options.code
    this.param = options.param
    this.reply = options.reply
  }
}

/** Creates a 400 error for a request field; the message starts with the field's path. */
export function fieldError(param: string, problem: string): ApiError {
  return new ApiError(400, `${param}: ${problem}`, { param })
}

/** Converts a thrown value to an error that is safe to report; an unexpected one becomes a 500 without details. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof EngineInputError) {
    return new ApiError(400, error.message, { param: error.field, cause: error })
  }
  if (error instanceof EngineUnavailableError) return fromUnavailableEngine(error)
  if (error instanceof HTTPException) return new ApiError(error.status, error.message, { cause: error })
  if (isDiskFailure(error))
    return new ApiError(503, 'The disk of the server is full or rejects writes', { cause: error })
  return new ApiError(500, 'Internal server error', { cause: error })
}

function fromUnavailableEngine(error: EngineUnavailableError): ApiError {
  // An upstream rejection of the server's own credentials (401, 402, 403, ...) does not concern the caller's.
  const isCallersConcern = error.status === 408 || error.status === 429 || error.status >= 500
  const { retryAfterSeconds } = error
  return new ApiError(isCallersConcern ? error.status : 502, error.message, { retryAfterSeconds, cause: error })
}
