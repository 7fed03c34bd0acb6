import { MiraError } from '@mira/core'
import { isRecord, reportedError, type ServerSentEvent } from '@mira/core/internal'

/** Keep-alives that servers send as data instead of as comments. */
const keepAlive = /^\s*(:.*|\W*(ping|keep-?alive|heartbeat)\W*)?$/is

/**
 * Parses the data of an event as a JSON object.
 *
 * @returns `null` for a keep-alive: an event without data, or JSON that is not an object.
 * @throws {MiraError} when the event reports a failure; `invalid_response` when the data is not JSON.
 */
export function parseEvent(operation: string, { event, data }: ServerSentEvent): object | null {
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch (cause) {
    if (event === 'error') throw reportedError(data, { operation })
    // Gateways name their own keep-alives; events of the API are unnamed or named after their type.
    if (keepAlive.test(data) || !/^(message$|response\.)/.test(event)) return null
    throw new MiraError(`${operation}: an event of the stream is not JSON`, {
      code: 'invalid_response',
      operation,
      cause,
    })
  }
  if (event === 'error') throw reportedError(value, { operation })
  // After status 200, an `error` field is the only way to report a failure (docs/protocol.md#chat-stream).
  const source: { error?: unknown } | null | undefined = Array.isArray(value) ? value[0] : value
  if (source?.error) throw reportedError(value, { operation })
  return isRecord(value) ? value : null
}

/** Whether an event is the end of a stream. */
export const isDoneEvent = ({ data }: ServerSentEvent): boolean =>
  data === '[DONE]' || (data.length < 16 && data.trim() === '[DONE]')
