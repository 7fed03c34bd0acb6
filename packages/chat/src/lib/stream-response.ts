import type { Client, RequestOptions } from '@mira/core'
import { responseBody } from './request-body.ts'
import type { MiraResponse, ResponseParams } from './response.ts'
import type { ResponseEvent } from './response-event.ts'
import { createResponseReader } from './response-reader.ts'
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
    reader: createResponseReader(operation),
    options,
    textOf: (response) => response.output_text,
  })
}
