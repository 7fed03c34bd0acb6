import type { Client, RequestOptions } from '@mira/core'
import type { EventReader } from '@mira/core/internal'
import type { MiraResponse, ResponseParams } from './response.ts'
import { createResponseAccumulator } from './response-accumulator.ts'
import { responseBody } from './response-body.ts'
import type { ResponseEvent } from './response-event.ts'
import { parseEvent, streamError } from './stream-event.ts'
import { TextStream } from './text-stream.ts'

/** A response on its way: a loop gives its events, `final()` the whole of it, `text()` its text. */
export type ResponseStream = TextStream<ResponseEvent, MiraResponse>

const operation = 'responses.stream'

/**
 * Asks the Responses API and gives the answer as it is written. Nothing is sent before the stream is first read.
 *
 * It ends with `response.completed`, `response.incomplete` or `[DONE]`; a server that closes before is the error
 * `stream_interrupted`, and `response.failed` or `error` the failure they tell of, with what had arrived as `partial`.
 *
 * @param client Connection made with `createClient`.
 * @throws {TypeError} at once, for input that is neither a text nor a list.
 * @see docs/protocol.md#responses
 */
export function streamResponse(client: Client, params: ResponseParams, options?: RequestOptions): ResponseStream {
  return new TextStream({
    client,
    spec: { operation, path: '/v1/responses', json: { ...responseBody(client, params), stream: true } },
    events: createResponseReader(),
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
      isDone = message.data === '[DONE]'
      if (isDone) return undefined
      const event = parseEvent(operation, message) as ResponseEvent | undefined
      if (!event) return undefined
      // The name of the event repeats its type; a server may send only the one or the other.
      event.type ??= message.event as never
      accumulator.add(event)
      if (failedTypes.includes(event.type)) throw streamError(operation, event.response ?? event)
      isDone = terminalTypes.includes(event.type)
      return event
    },
    isDone: () => isDone,
    isComplete: () => isDone,
    snapshot: accumulator.response,
  }
}
