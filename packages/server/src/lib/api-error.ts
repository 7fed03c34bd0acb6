import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import { HTTPException } from 'hono/http-exception'

/** Details beside the message of an {@link ApiError}. */
export interface ApiErrorOptions {
  /** Seconds for the `Retry-After` header. */
  readonly retryAfterSeconds?: number | undefined
  /** Machine-readable cause, for error forms that carry one. */
  readonly code?: string | undefined
  /** Path of the request field at fault, such as `session.voice`, for error forms that carry one. */
  readonly param?: string | undefined
  readonly cause?: unknown
}

/** A failure that the caller is told of: its message is the `detail` on the wire. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  readonly code: string | undefined
  readonly param: string | undefined

  constructor(status: number, detail: string, options: ApiErrorOptions = {}) {
    super(detail, { cause: options.cause })
    this.status = status
    this.retryAfterSeconds = options.retryAfterSeconds
    this.code = options.code
    this.param = options.param
  }
}

/** Creates the 400 for one field of a request; its message begins with the path of the field. */
export function fieldError(param: string, problem: string): ApiError {
  return new ApiError(400, `${param}: ${problem}`, { param })
}

/** Turns whatever was thrown into what the caller may know; a surprise becomes a bare 500. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof EngineInputError) {
    return new ApiError(400, error.message, { param: error.field, cause: error })
  }
  if (error instanceof EngineUnavailableError) return fromUnavailableEngine(error)
  if (error instanceof HTTPException) return new ApiError(error.status, error.message, { cause: error })
  return new ApiError(500, 'Internal server error', { cause: error })
}

function fromUnavailableEngine(error: EngineUnavailableError): ApiError {
  // A refusal of the server's own credentials upstream (401, 402, 403, ...) says nothing of the caller's.
  const isCallersConcern = error.status === 408 || error.status === 429 || error.status >= 500
  const { retryAfterSeconds } = error
  return new ApiError(isCallersConcern ? error.status : 502, error.message, { retryAfterSeconds, cause: error })
}
