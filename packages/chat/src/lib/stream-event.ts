import { MiraError, type MiraErrorCode } from '@mira/core'
import { readErrorBody, type ServerSentEvent } from '@mira/core/internal'

/**
 * Parses the data of an event as a JSON object.
 *
 * @returns `undefined` for JSON that is not an object and therefore carries no data.
 * @throws {MiraError} when the event reports a failure; `invalid_response` when the data is not JSON.
 */
export function parseEvent(
  operation: string,
  { event, data }: ServerSentEvent,
  parse: (text: string) => unknown = JSON.parse,
): object | undefined {
  let value: unknown
  try {
    value = parse(data)
  } catch (cause) {
    if (event === 'error') throw streamError(operation, data)
    throw new MiraError(`${operation}: an event of the stream is not JSON`, {
      code: 'invalid_response',
      operation,
      cause,
    })
  }
  if (event === 'error') throw streamError(operation, value)
  if (typeof value !== 'object' || value === null) return undefined
  // After status 200, an `error` field is the only way to report a failure (docs/protocol.md#chat-stream).
  if ((value as { error?: unknown }).error) throw streamError(operation, value)
  return value
}

const kinds: readonly (readonly [RegExp, MiraErrorCode])[] = [
  [/rate_limit/, 'rate_limited'],
  [/overloaded|queue_full|unavailable/, 'overloaded'],
  [/content_(blocked|filter)/, 'content_blocked'],
  [/auth|api_key/, 'unauthorized'],
  [/invalid|bad_request/, 'bad_request'],
]
const retryableCodes: readonly MiraErrorCode[] = ['rate_limited', 'overloaded', 'server_error']

/** Creates the typed error for a failure that is reported inside a stream. */
export function streamError(operation: string, body: unknown): MiraError {
  const { message, code } = readErrorBody(body)
  const type = (body as { error?: { type?: unknown } } | null)?.error?.type
  const kind = `${code} ${type}`
  const errorCode = kinds.find(([pattern]) => pattern.test(kind))?.[1] ?? 'server_error'
  return new MiraError(`${operation}: ${message ?? 'the server failed'}${code ? ` (${code})` : ''}`, {
    code: errorCode,
    operation,
    retryable: retryableCodes.includes(errorCode),
    body,
  })
}
