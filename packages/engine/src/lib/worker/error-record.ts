import { inspect } from 'node:util'
import {
  EngineInputError,
  type EngineInputErrorOptions,
  EngineUnavailableError,
  type EngineUnavailableErrorOptions,
} from '../engine.ts'

/** Characters of the detail kept for the log. */
const maxDetailLength = 8_192

/** An error as it crosses the process boundary. The detail (stack, causes) is for the log alone. */
export type ErrorRecord =
  | (Pick<EngineInputErrorOptions, 'code'> & {
      readonly type: 'input'
      readonly message: string
      readonly field: string | undefined
      readonly detail: string
    })
  | (Omit<EngineUnavailableErrorOptions, 'cause'> & {
      readonly type: 'unavailable'
      readonly message: string
      readonly detail: string
    })
  | { readonly type: 'unknown'; readonly detail: string }

/** Converts an error for sending. Engine errors are recognized by name: the worker may run its own copy of this package. */
export function toErrorRecord(error: unknown): ErrorRecord {
  const detail = inspect(error).slice(0, maxDetailLength)
  if (isNamed(error, 'EngineInputError')) {
    const { message, field, code } = error as EngineInputError
    return { type: 'input', message, field, code, detail }
  }
  if (isNamed(error, 'EngineUnavailableError')) {
    const { message, status, code, retryAfterSeconds } = error as EngineUnavailableError
    return { type: 'unavailable', message, status, code, retryAfterSeconds, detail }
  }
  return { type: 'unknown', detail }
}

/**
 * Restores a received error.
 *
 * @param unknownMessage Message for an error that is not an engine's: its own may name files and is kept in the cause.
 */
export function fromErrorRecord(
  record: ErrorRecord,
  unknownMessage: string,
): EngineInputError | EngineUnavailableError {
  const cause = toRemoteError(record.detail)
  if (record.type === 'input') return new EngineInputError(record.message, record.field, { code: record.code, cause })
  if (record.type === 'unavailable') return new EngineUnavailableError(record.message, { ...record, cause })
  return new EngineUnavailableError(unknownMessage, { status: 500, cause })
}

/** An error of another process, whose stack is the one from there. */
function toRemoteError(detail: string): Error {
  const error = new Error(detail.split('\n', 1)[0])
  error.stack = detail
  return error
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}
