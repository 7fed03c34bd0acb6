import type { Client, Extensible, RequestOptions } from '@mira/core'
import type { ChatCompletion, ChatCompletionFields, ChatCompletionParams } from './chat-completion.ts'
import { contentText } from './content-text.ts'
import { createChatCompletion } from './create-chat-completion.ts'
import { type Answer, describeOutput, parseAnswer } from './parse-answer.ts'
import type { InferOutput, StandardSchema } from './standard-schema.ts'

/** Known fields of {@link parseChatCompletion}, in addition to those of a chat request. */
export interface ParseFields<Schema extends StandardSchema> extends ChatCompletionFields {
  /** Validator for the data; its output type is the type of `data`. */
  schema: Schema
  /** JSON Schema sent to the server. Defaults to that of the validator; if it has none, plain JSON is requested. */
  jsonSchema?: object | undefined
  /** Name of the schema for the model. Defaults to `output`. */
  name?: string | undefined
}

/** Parameters of {@link parseChatCompletion}. A `response_format` overrides the one created from the schema. */
export type ParseParams<Schema extends StandardSchema> = Extensible<ParseFields<Schema>>

/** Validated data, and the completion it was parsed from. */
export interface ParseResult<Data> {
  data: Data
  completion: ChatCompletion
}

/**
 * Creates a completion with structured output and validates it.
 *
 * @param client - Client created with `createClient`.
 * @throws {ParseError} `invalid_output` when the answer is refused, filtered, truncated, not JSON, or does not match
 * the schema.
 * @throws {MiraError} when the call fails.
 * @throws {TypeError} when `schema` is not a Standard Schema validator, or a message cannot be sent.
 * @see docs/protocol.md#chat
 */
export async function parseChatCompletion<Schema extends StandardSchema>(
  client: Client,
  params: ParseParams<Schema>,
  options?: RequestOptions,
): Promise<ParseResult<InferOutput<Schema>>> {
  const operation = 'chat.parse'
  const completion = await createChatCompletion(client, toParseRequest(operation, params), options)
  return { data: await parseAnswer(params.schema, { operation, ...answerOf(completion) }), completion }
}

/**
 * Returns the request for structured output.
 *
 * @throws {TypeError} when `schema` is not a Standard Schema validator, or accepts values that JSON has no form for.
 */
export function toParseRequest<Schema extends StandardSchema>(
  operation: string,
  { schema, jsonSchema, name, ...fields }: ParseParams<Schema>,
): ChatCompletionParams {
  const json_schema = describeOutput(operation, { schema, jsonSchema, name })
  return { response_format: { type: json_schema ? 'json_schema' : 'json_object', json_schema }, ...fields }
}

/** Returns the answer of a completion that should be JSON. */
export function answerOf(completion: ChatCompletion): Omit<Answer, 'operation'> {
  const { message, finish_reason } = completion.choices?.[0] ?? {}
  const failure: Answer['failure'] = message?.refusal
    ? ['refused', `the model refused to answer: ${message.refusal}`]
    : finish_reason === 'content_filter'
      ? ['filtered', 'the answer was blocked by the content filter']
      : finish_reason === 'length' && ['truncated', 'the answer was truncated; increase max_tokens']
  return { partial: completion, text: contentText(message?.content), failure }
}
