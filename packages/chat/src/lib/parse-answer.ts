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
  let value: unknown
  try {
    value = JSON.parse(withoutFence(withoutReasoning(text)))
  } catch (cause) {
    throw new ParseError(`the answer is not JSON: ${text.slice(0, 200)}`, { ...answer, reason: 'not_json', cause })
  }
  const result = await schema['~standard'].validate(value)
  if (!result.issues) return result.value as InferOutput<Schema>
  const { issues } = result
  const message = `the answer does not match the schema: ${describeIssues(issues)}`
  throw new ParseError(message, { ...answer, reason: 'not_valid', issues })
}

/** Removes reasoning in tags before JSON; some servers send its end only. */
const withoutReasoning = (text: string): string =>
  /^\s*[{["]/.test(text) ? text : text.replace(/^[\s\S]*<\/think(?:ing)?>/i, '')

/** Removes the Markdown fence that models often put around JSON, even after an introductory sentence. */
const withoutFence = (text: string): string => /^[^{["]*```(?:json)?\s*([\s\S]*)```/i.exec(text)?.[1] ?? text
