import { MiraError, type MiraErrorCode } from '@mira/core'
import { readErrorBody, type ServerSentEvent } from '@mira/core/internal'

/**
 * Reads the data of an event as a JSON object.
 *
 * @returns `undefined` for data that is JSON but no object, which carries nothing.
 * @throws {MiraError} the failure that the event tells of, or `invalid_response` when the data is no JSON.
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
    throw new MiraError(`${operation}: an event of the stream is no JSON`, {
      code: 'invalid_response',
      operation,
      cause,
    })
  }
  if (event === 'error') throw streamError(operation, value)
  if (typeof value !== 'object' || value === null) return undefined
  // In a 200 stream an `error` field is the only way left to tell of a failure (docs/protocol.md#chat-stream).
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

/** The typed error for a failure told inside a stream. */
export function streamError(operation: string, body: unknown): MiraError {
  const { message, code } = readErrorBody(body)
  const type = (body as { error?: { type?: unknown } } | null)?.error?.type
  const kind = `${code} ${type}`
  const known = kinds.find(([pattern]) => pattern.test(kind))?.[1] ?? 'server_error'
  return new MiraError(`${operation}: ${message ?? 'the server failed'}${code ? ` (${code})` : ''}`, {
    code: known,
    operation,
    retryable: retryableCodes.includes(known),
    body,
  })
}
