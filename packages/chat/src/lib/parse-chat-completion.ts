import type { Client, RequestOptions } from '@mira/core'
import type { ChatCompletion, ChatCompletionFields } from './chat-completion.ts'
import { contentText } from './content-text.ts'
import { createChatCompletion } from './create-chat-completion.ts'
import type { Open } from './open.ts'
import { ParseError, type ParseFailure } from './parse-error.ts'
import {
  describeIssues,
  type InferOutput,
  isStandardSchema,
  type JsonSchema,
  type StandardSchema,
  toJsonSchema,
} from './standard-schema.ts'

/** What {@link parseChatCompletion} takes beside the fields of a chat request. */
export interface ParseFields<Schema extends StandardSchema> extends ChatCompletionFields {
  /** Checks the data, and gives it its type. */
  schema: Schema
  /** What the server is told; default the validator's own, and plain JSON for validators that have none. */
  jsonSchema?: object | undefined
  /** Name of the schema for the model (default `output`). */
  name?: string | undefined
}

/** Parameters of {@link parseChatCompletion}. A `response_format` goes before the one made from the schema. */
export type ParseParams<Schema extends StandardSchema> = Open<ParseFields<Schema>>

/** Data, and the completion it was read from. */
export interface ParseResult<Data> {
  data: Data
  completion: ChatCompletion
}

/**
 * Asks for data instead of prose, and checks it.
 *
 * @param client Connection made with `createClient`.
 * @throws {ParseError} `invalid_output` when the answer is refused, filtered, cut off, no JSON, or not what the schema wants.
 * @throws {MiraError} as every call.
 * @see docs/protocol.md#chat
 */
export async function parseChatCompletion<Schema extends StandardSchema>(
  client: Client,
  params: ParseParams<Schema>,
  options?: RequestOptions,
): Promise<ParseResult<InferOutput<Schema>>> {
  const { schema, jsonSchema, name, ...fields } = params
  if (!isStandardSchema(schema))
    throw new TypeError('schema must be a Standard Schema validator, such as z.object({ … })')
  const response_format = toResponseFormat(jsonSchema ?? toJsonSchema(schema), name)
  const completion = await createChatCompletion(client, { response_format, ...fields }, options)
  const value = readJsonAnswer(completion)
  const result = await schema['~standard'].validate(value)
  if (!result.issues) return { data: result.value as InferOutput<Schema>, completion }
  const message = `the answer is not what the schema wants: ${describeIssues(result.issues)}`
  throw new ParseError(message, { reason: 'not_valid', completion, issues: result.issues })
}

function toResponseFormat(schema: object | undefined, name = 'output'): JsonSchema {
  return schema ? { type: 'json_schema', json_schema: { name, schema } } : { type: 'json_object' }
}

/** The value in an answer that is whole. @throws {ParseError} for any other answer. */
function readJsonAnswer(completion: ChatCompletion): unknown {
  const choice = completion.choices?.[0]
  const fail = (reason: ParseFailure, message: string, cause?: unknown): never => {
    throw new ParseError(message, { reason, completion, cause })
  }
  if (choice?.message?.refusal) fail('refused', `the model refused: ${choice.message.refusal}`)
  if (choice?.finish_reason === 'content_filter') fail('filtered', 'the answer was withheld by the content filter')
  if (choice?.finish_reason === 'length') fail('truncated', 'the answer was cut off; raise max_tokens')
  const text = contentText(choice?.message?.content)
  try {
    return JSON.parse(withoutFence(text))
  } catch (cause) {
    return fail('not_json', `the answer is no JSON: ${text.slice(0, 200)}`, cause)
  }
}

/** Models like to wrap JSON in a Markdown fence, even with a sentence before it. */
const withoutFence = (text: string): string => /^[^{["]*```(?:json)?\s*([\s\S]*)```/i.exec(text)?.[1] ?? text
