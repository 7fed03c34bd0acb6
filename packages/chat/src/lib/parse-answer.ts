import { parseJson } from '@mira/core/internal'
import { ParseError, type ParseFailure } from './parse-error.ts'
import { describeIssues, type InferOutput, isStandardSchema, type StandardSchema } from './standard-schema.ts'

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

/** @throws {TypeError} when a value is not a Standard Schema validator. */
export function checkSchema(schema: unknown): void {
  if (!isStandardSchema(schema)) {
    throw new TypeError('schema must be a Standard Schema validator, such as z.object({ … })')
  }
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
