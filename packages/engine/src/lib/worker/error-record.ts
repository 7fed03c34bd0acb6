import { inspect } from 'node:util'
import {
  EngineInputError,
  type EngineInputErrorOptions,
  EngineUnavailableError,
  type EngineUnavailableErrorOptions,
} from '../engine.ts'

/** Maximum length of the logged detail, in characters. */
const maxDetailLength = 8_192

/** Serialized error for sending between processes. The detail (stack, causes) is only for the log. */
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

/**
 * Serializes an error; never throws. Engine errors are recognized by name, because the worker may run its own copy of
 * this package.
 */
export function toErrorRecord(error: unknown): ErrorRecord {
  try {
    return readError(error)
  } catch (failure) {
    return { type: 'unknown', detail: `The error could not be read: ${inspect(failure)}`.slice(0, maxDetailLength) }
  }
}

function readError(error: unknown): ErrorRecord {
  const detail = inspect(error).slice(0, maxDetailLength)
  if (isNamed(error, 'EngineInputError')) {
    const { message, field, code } = error as EngineInputError
    return { type: 'input', message, field: toText(field), code: toText(code), detail }
  }
  if (isNamed(error, 'EngineUnavailableError')) {
    const { message, status, code, retryAfterSeconds } = error as EngineUnavailableError
    const numbers = { status: toNumber(status), retryAfterSeconds: toNumber(retryAfterSeconds) }
    return { type: 'unavailable', message, code: toText(code), ...numbers, detail }
  }
  return { type: 'unknown', detail }
}

// Fields of any other type may not be cloneable, and the record must always reach the other process.

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/**
 * Deserializes an error.
 *
 * @param unknownMessage - Message for an error that is not an engine error. Its own message may contain file names and
 *   is kept in the cause.
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

/** Creates an error with the stack of the other process. */
function toRemoteError(detail: string): Error {
  const error = new Error(detail.split('\n', 1)[0])
  error.stack = detail
  return error
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}
