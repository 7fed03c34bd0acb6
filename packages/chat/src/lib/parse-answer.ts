import { parseJson } from '@mira/core/internal'
import { ParseError, type ParseFailure } from './parse-error.ts'
import {
  describeIssues,
  type InferOutput,
  isStandardSchema,
  type StandardSchema,
  toJsonSchema,
} from './standard-schema.ts'

/** Answer of a model that should be JSON. */
export interface Answer {
  /** Name of the operation, such as `chat.parse`. */
  readonly operation: string
  /** Completion or response. */
  readonly partial: object
  readonly text: string
  /** Why the answer is not complete, with a description; undefined if it is. */
  readonly failure: readonly [reason: ParseFailure, message: string] | false | undefined
  /** Id of the request, if `partial` is not the result of an operation. */
  readonly requestId?: string | undefined
}

/** Description of the data to request. */
export interface OutputFields {
  /** Validator for the data. */
  readonly schema: StandardSchema
  /** JSON Schema sent to the server. Defaults to that of the validator. */
  readonly jsonSchema: object | undefined
  /** Name of the schema for the model. Defaults to `output`. */
  readonly name: string | undefined
}

/**
 * Returns the JSON Schema to request and its name; `undefined` if the validator provides none, so that plain JSON is requested.
 *
 * @param operation - Name of the operation, such as `chat.parse`.
 * @throws {TypeError} when `schema` is not a Standard Schema validator, or accepts values that JSON has no form for.
 */
export function describeOutput(
  operation: string,
  { schema, jsonSchema, name = 'output' }: OutputFields,
): { readonly name: string; readonly schema: object } | undefined {
  if (!isStandardSchema(schema)) {
    throw new TypeError('schema must be a Standard Schema validator, such as z.object({ … })')
  }
  const described = jsonSchema ?? toJsonSchema(schema, operation)
  return described && { name, schema: described }
}

/**
 * Parses and validates the JSON of an answer.
 *
 * @throws {ParseError} when the answer is incomplete, not JSON, or does not match the schema.
 */
export async function parseAnswer<Schema extends StandardSchema>(
  schema: Schema,
  { failure, ...answer }: Answer,
): Promise<InferOutput<Schema>> {
  if (failure) throw new ParseError(failure[1], { ...answer, reason: failure[0] })
  const { text } = answer
  const value = candidatesOf(text)
    .map(parseJson)
    .find((candidate) => candidate !== undefined)
  if (value === undefined)
    throw new ParseError(`the answer is not JSON: ${text.slice(0, 200)}`, { ...answer, reason: 'not_json' })
  const result = await schema['~standard'].validate(value)
  if (!result.issues) return result.value as InferOutput<Schema>
  const { issues } = result
  const message = `the answer does not match the schema: ${describeIssues(issues)}`
  throw new ParseError(message, { ...answer, reason: 'not_valid', issues })
}

/**
 * Returns the parts of an answer that may be its JSON: all of it, what follows reasoning in tags, of which some servers
 * send only the end, the content of a Markdown fence, and what is between words before and after it.
 */
function candidatesOf(text: string): string[] {
  const answer = text.replace(/^[\s\S]*<\/think(?:ing)?>/i, '')
  const fenced = /```(?:json)?([\s\S]*)```/i.exec(answer)?.[1] ?? ''
  const end = Math.max(answer.lastIndexOf('}'), answer.lastIndexOf(']')) + 1
  return [text, answer, fenced, answer.slice(answer.search(/[{[]/), end)]
}
