import type { Client, RequestOptions } from '@mira/core'
import { answerOf, type ParsedResponse, type ParseResponseParams, toParseRequest } from './parse-response.ts'
import { ParsedStream, type PartialData } from './parsed-stream.ts'
import type { MiraResponse } from './response.ts'
import type { ResponseEvent } from './response-event.ts'
import type { InferInput, InferOutput, StandardSchema } from './standard-schema.ts'
import { streamResponse } from './stream-response.ts'

/** A stream of the data of a response. Iterate it for the data so far, or call `final()` for the validated data. */
export type ParsedResponseStream<Schema extends StandardSchema> = ParsedStream<
  PartialData<InferInput<Schema>>,
  ParsedResponse<InferOutput<Schema>>
>

/**
 * Streams a response with structured output: yields the data received so far, and validates it at the end. The request
 * is sent when the stream is first read. Items are those of `streamParsedChatCompletion`.
 *
 * @param client - Client created with `createClient`.
 * @throws {ParseError} while reading, at the end: `invalid_output` when the response is refused, filtered, truncated,
 * not JSON, or does not match the schema.
 * @throws {MiraError} while reading, when the call or the response fails.
 * @throws {TypeError} immediately, when `schema` is not a Standard Schema validator, or `input` is neither a string nor
 * a non-empty list.
 * @see docs/protocol.md#responses
 */
export function streamParsedResponse<Schema extends StandardSchema>(
  client: Client,
  params: ParseResponseParams<Schema>,
  options?: RequestOptions,
): ParsedResponseStream<Schema> {
  const operation = 'responses.streamParsed'
  return new ParsedStream({
    operation,
    schema: params.schema,
    signal: options?.signal,
    source: streamResponse(client, toParseRequest(operation, params), options),
    textOf: (event: ResponseEvent) => (event.type === 'response.output_text.delta' ? event.delta : ''),
    answerOf,
    toResult: (data, response: MiraResponse) => ({ data: data as InferOutput<Schema>, response }),
  })
}
