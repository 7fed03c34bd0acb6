import type { Client, Extensible, RequestOptions } from '@mira/core'
import type { ChatCompletion, ChatCompletionFields } from './chat-completion.ts'
import { contentText } from './content-text.ts'
import { createChatCompletion } from './create-chat-completion.ts'
import { ParseError, type ParseFailure } from './parse-error.ts'
import {
  describeIssues,
  type InferOutput,
  isStandardSchema,
  type JsonSchema,
  type StandardSchema,
  toJsonSchema,
} from './standard-schema.ts'

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
  const { schema, jsonSchema, name, ...fields } = params
  if (!isStandardSchema(schema))
    throw new TypeError('schema must be a Standard Schema validator, such as z.object({ … })')
  const response_format = toResponseFormat(jsonSchema ?? toJsonSchema(schema, 'chat.parse'), name)
  const completion = await createChatCompletion(client, { response_format, ...fields }, options)
  const value = readJsonAnswer(completion)
  const result = await schema['~standard'].validate(value)
  if (!result.issues) return { data: result.value as InferOutput<Schema>, completion }
  const message = `the answer does not match the schema: ${describeIssues(result.issues)}`
  throw new ParseError(message, { reason: 'not_valid', completion, issues: result.issues })
}

function toResponseFormat(schema: object | undefined, name = 'output'): JsonSchema {
  return schema ? { type: 'json_schema', json_schema: { name, schema } } : { type: 'json_object' }
}

/** Parses the JSON of a complete answer. @throws {ParseError} for any other answer. */
function readJsonAnswer(completion: ChatCompletion): unknown {
  const choice = completion.choices?.[0]
  const fail = (reason: ParseFailure, message: string, cause?: unknown): never => {
    throw new ParseError(message, { reason, completion, cause })
  }
  if (choice?.message?.refusal) fail('refused', `the model refused to answer: ${choice.message.refusal}`)
  if (choice?.finish_reason === 'content_filter') fail('filtered', 'the answer was blocked by the content filter')
  if (choice?.finish_reason === 'length') fail('truncated', 'the answer was truncated; increase max_tokens')
  const text = contentText(choice?.message?.content)
  try {
    return JSON.parse(withoutFence(withoutReasoning(text)))
  } catch (cause) {
    return fail('not_json', `the answer is not JSON: ${text.slice(0, 200)}`, cause)
  }
}

/** Removes reasoning in tags before JSON; some servers send its end only. */
const withoutReasoning = (text: string): string =>
  /^\s*[{["]/.test(text) ? text : text.replace(/^[\s\S]*<\/think(?:ing)?>/i, '')

/** Removes the Markdown fence that models often put around JSON, even after an introductory sentence. */
const withoutFence = (text: string): string => /^[^{["]*```(?:json)?\s*([\s\S]*)```/i.exec(text)?.[1] ?? text
