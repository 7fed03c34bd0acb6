import type { Client, RequestOptions } from '@mira/core'
import type { ChatChunk, ChatCompletion } from './chat-completion.ts'
import { answerOf, type ParseParams, type ParseResult, toParseRequest } from './parse-chat-completion.ts'
import { ParsedStream, type PartialData } from './parsed-stream.ts'
import type { InferInput, InferOutput, StandardSchema } from './standard-schema.ts'
import { streamChatCompletion } from './stream-chat-completion.ts'

/** A stream of the data of a completion. Iterate it for the data so far, or call `final()` for the validated data. */
export type ParsedChatStream<Schema extends StandardSchema> = ParsedStream<
  PartialData<InferInput<Schema>>,
  ParseResult<InferOutput<Schema>>
>

/**
 * Streams a completion with structured output: yields the data received so far, and validates it at the end. The
 * request is sent when the stream is first read.
 *
 * Each item is a new value, which contains everything the one before did: complete numbers, booleans and nulls, strings
 * as far as they have been received, and fields whose value has begun. Parts that are complete are the same objects in
 * all items. Only the result of `final()` is validated, and transformed by the schema.
 *
 * @param client - Client created with `createClient`.
 * @throws {ParseError} while reading, at the end: `invalid_output` when the answer is refused, filtered, truncated, not
 * JSON, or does not match the schema.
 * @throws {MiraError} while reading, when the call fails.
 * @throws {TypeError} immediately, when `schema` is not a Standard Schema validator, or a message cannot be sent.
 * @see docs/protocol.md#chat-stream
 */
export function streamParsedChatCompletion<Schema extends StandardSchema>(
  client: Client,
  params: ParseParams<Schema>,
  options?: RequestOptions,
): ParsedChatStream<Schema> {
  const operation = 'chat.streamParsed'
  return new ParsedStream({
    operation,
    schema: params.schema,
    signal: options?.signal,
    source: streamChatCompletion(client, toParseRequest(operation, params), options),
    textOf: ({ text }: ChatChunk) => text,
    answerOf,
    toResult: (data, completion: ChatCompletion) => ({ data: data as InferOutput<Schema>, completion }),
  })
}
