import { EngineInputError, EngineUnavailableError } from '../engine.ts'

/** An error as it crosses a thread or a process: structured clones keep neither its class nor its fields. */
export type ThreadError =
  | { readonly type: 'input'; readonly message: string; readonly field: string | undefined; readonly code: string }
  | {
      readonly type: 'unavailable'
      readonly message: string
      readonly code: string
      readonly status: number
      readonly retryAfterSeconds: number | undefined
    }

/** Describes an error to the other side; an error that is not of an engine is a failure with status 500. */
export function encodeThreadError(error: unknown): ThreadError {
  if (error instanceof EngineInputError) {
    const { message, field, code } = error
    return { type: 'input', message, field, code }
  }
  if (error instanceof EngineUnavailableError) {
    const { message, code, status, retryAfterSeconds } = error
    return { type: 'unavailable', message, code, status, retryAfterSeconds }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { type: 'unavailable', message, code: 'failed', status: 500, retryAfterSeconds: undefined }
}

/** Rebuilds the error that {@link encodeThreadError} described. */
export function decodeThreadError(error: ThreadError): EngineInputError | EngineUnavailableError {
  return error.type === 'input'
    ? new EngineInputError(error.message, error.field, error)
    : new EngineUnavailableError(error.message, error)
}
