import type { Client, Extensible, RequestOptions } from '@mira/core'
import { createResponse } from './create-response.ts'
import { type Answer, describeOutput, parseAnswer } from './parse-answer.ts'
import type { MiraResponse, ResponseFields, ResponseParams } from './response.ts'
import type { InferOutput, StandardSchema } from './standard-schema.ts'

/** Known fields of {@link parseResponse}, in addition to those of a responses request. */
export interface ParseResponseFields<Schema extends StandardSchema> extends ResponseFields {
  /** Validator for the data; its output type is the type of `data`. */
  schema: Schema
  /** JSON Schema sent to the server. Defaults to that of the validator; if it has none, plain JSON is requested. */
  jsonSchema?: object | undefined
  /** Name of the schema for the model. Defaults to `output`. */
  name?: string | undefined
}

/** Parameters of {@link parseResponse}. A `text.format` overrides the one created from the schema. */
export type ParseResponseParams<Schema extends StandardSchema> = Extensible<ParseResponseFields<Schema>>

/** Validated data, and the response it was parsed from. */
export interface ParsedResponse<Data> {
  data: Data
  response: MiraResponse
}

/**
 * Creates a response with structured output and validates it.
 *
 * @param client - Client created with `createClient`.
 * @throws {ParseError} `invalid_output` when the response has failed, or is refused, filtered, truncated, not JSON, or
 * does not match the schema.
 * @throws {MiraError} when the call fails.
 * @throws {TypeError} when `schema` is not a Standard Schema validator, or `input` is neither a string nor a non-empty
 * list.
 * @see docs/protocol.md#responses
 */
export async function parseResponse<Schema extends StandardSchema>(
  client: Client,
  params: ParseResponseParams<Schema>,
  options?: RequestOptions,
): Promise<ParsedResponse<InferOutput<Schema>>> {
  const operation = 'responses.parse'
  const response = await createResponse(client, toParseRequest(operation, params), options)
  return { data: await parseAnswer(params.schema, { operation, ...answerOf(response) }), response }
}

/**
 * Returns the request for structured output.
 *
 * @throws {TypeError} when `schema` is not a Standard Schema validator, or accepts values that JSON has no form for.
 */
export function toParseRequest<Schema extends StandardSchema>(
  operation: string,
  { schema, jsonSchema, name, ...fields }: ParseResponseParams<Schema>,
): ResponseParams {
  const described = describeOutput(operation, { schema, jsonSchema, name })
  const format = { type: described ? 'json_schema' : 'json_object', ...described }
  return { ...fields, text: { format, ...fields.text } }
}

/** Returns the answer of a response that should be JSON. */
export function answerOf(response: MiraResponse): Omit<Answer, 'operation'> {
  return { partial: response, text: response.output_text, failure: failureOf(response) }
}

function failureOf({ status, error, incomplete_details, output }: MiraResponse): Answer['failure'] {
  const refusal = refusalOf(output)
  if (refusal) return ['refused', `the model refused to answer: ${refusal}`]
  if (status === 'failed') return ['failed', `the response failed: ${error?.message ?? 'no reason was given'}`]
  if (status !== 'incomplete') return undefined
  return incomplete_details?.reason === 'content_filter'
    ? ['filtered', 'the answer was blocked by the content filter']
    : ['truncated', 'the answer was truncated; increase max_output_tokens']
}

function refusalOf(output: MiraResponse['output']): unknown {
  const parts = output.flatMap((item) => (item?.type === 'message' && item.content) || [])
  return parts.find((part) => part?.type === 'refusal')?.refusal
}
