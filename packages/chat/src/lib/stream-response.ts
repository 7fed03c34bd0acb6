import type { Client, RequestOptions } from '@mira/core'
import { type EventReader, reportedError } from '@mira/core/internal'
import { responseBody } from './request-body.ts'
import type { MiraResponse, ResponseParams } from './response.ts'
import { createResponseAccumulator } from './response-accumulator.ts'
import type { ResponseEvent } from './response-event.ts'
import { isDoneEvent, parseEvent } from './stream-event.ts'
import { TextStream } from './text-stream.ts'

/** A streaming response. Iterate it for the events, or call `final()` for the response or `text()` for its text. */
export type ResponseStream = TextStream<ResponseEvent, MiraResponse>

const operation = 'responses.stream'

/**
 * Streams a response of the Responses API. The request is sent when the stream is first read.
 *
 * The stream ends with `response.completed`, `response.incomplete`, `response.cancelled` or `[DONE]`. If the server
 * closes it earlier, it fails with `stream_interrupted`; after `response.failed` or `error`, with the reported error.
 * `partial` is the response so far.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError} immediately, when `input` is neither a string nor a non-empty list.
 * @see docs/protocol.md#responses
 */
export function streamResponse(client: Client, params: ResponseParams, options?: RequestOptions): ResponseStream {
  return new TextStream({
    client,
    spec: { operation, path: '/v1/responses', json: responseBody(client, params, true) },
    reader: createResponseReader(),
    options,
    textOf: (response) => response.output_text,
  })
}

const failedTypes: readonly string[] = ['response.failed', 'error']
const terminalTypes: readonly string[] = ['response.completed', 'response.incomplete', 'response.cancelled']

function createResponseReader(): EventReader<ResponseEvent, MiraResponse> {
  const accumulator = createResponseAccumulator()
  let isDone = false
  return {
    read(message) {
      isDone = isDoneEvent(message)
      if (isDone) return undefined
      const event = parseEvent(operation, message) as ResponseEvent | null
      if (!event) return null
      // The event name repeats the type; a server may send only one of them.
      event.type ??= message.event as never
      accumulator.add(event)
      if (failedTypes.includes(event.type)) throw reportedError(event.response ?? event, { operation })
      isDone = terminalTypes.includes(event.type)
      return event
    },
    isDone: () => isDone,
    isComplete: () => isDone,
    snapshot: accumulator.response,
  }
}
