import type { z } from 'zod'
import { ApiError } from '../api-error.ts'

/** Maximum problems per message; the first ones are enough to proceed. */
const maxIssues = 3
/** Maximum length of a value that a message repeats. */
const maxShownLength = 40

/** Beginning of messages that name a form; others explain the problem. */
const expects = 'expected '

/** Validation problem of a body. */
interface Fault {
  /** Path of the field; empty for the body as a whole. */
  readonly path: string
  readonly problem: string
}

/** Problem and where it is in the input. */
interface Place {
  readonly issue: z.core.$ZodIssue
  /** Path of the value that the path of the issue starts from. */
  readonly outerPath: readonly PropertyKey[]
  readonly input: unknown
}

/**
 * Creates the error for a request that does not match its schema; `param` is the path of the first problem.
 *
 * @param input - Value that was validated, of which the message repeats short values.
 */
export function invalidRequest(status: 400 | 422, issues: readonly z.core.$ZodIssue[], input: unknown): ApiError {
  const [issue] = issues
  const path = issue && findProblem({ issue, outerPath: [], input }).path
  return new ApiError(status, describeIssues(issues, input), { param: path || undefined })
}

/** Describes validation problems by the path of each field: `temperature: must be at most 2, not 9`. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], input: unknown): string {
  const shown = issues.slice(0, maxIssues).map((issue) => {
    const { path, problem } = findProblem({ issue, outerPath: [], input })
    return `${path || 'body'}: ${problem}`
  })
  const hidden = issues.length - shown.length
  return shown.join('; ') + (hidden > 0 ? `; and ${hidden} more` : '')
}

function findProblem({ issue, outerPath, input }: Place): Fault {
  const path = [...outerPath, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return findUnionProblem(issue, { path, input })
  return { path: formatPath(path), problem: nameProblem(issue, valueAt(input, path)) }
}

/** Returns the problem of the union variant that matches best; if several match equally, their problems are joined. */
function findUnionProblem(
  { errors }: z.core.$ZodIssueInvalidUnion,
  { path, input }: { readonly path: readonly PropertyKey[]; readonly input: unknown },
): Fault {
  const firstIssues = errors.flatMap(([first]) => first ?? [])
  const depth = Math.max(...firstIssues.map((first) => first.path.length))
  const deepest = firstIssues.filter((first) => first.path.length === depth)
  // A value of the right type that violates a constraint is a closer match than one of the wrong type.
  const nearest = deepest.find((first) => depth > 0 || first.code !== 'invalid_type')
  if (nearest !== undefined) return findProblem({ issue: nearest, outerPath: path, input })
  const explained = deepest.find((first) => originOf(first) === 'explanation')
  if (explained !== undefined) return findProblem({ issue: explained, outerPath: path, input })
  const forms = deepest.map((first) =>
    originOf(first) === 'form' ? first.message.slice(expects.length) : nameType(first),
  )
  return { path: formatPath(path), problem: mismatch([...new Set(forms)], valueAt(input, path)) }
}

function nameProblem(issue: z.core.$ZodIssue, value: unknown): string {
  if (originOf(issue) !== 'validator') return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return mismatch([nameType(issue)], value)
    case 'invalid_value':
      return mismatch(issue.values.map(quote), value)
    case 'invalid_union': {
      const { options = [] } = issue as { options?: readonly unknown[] }
      return mismatch(options.filter((option) => option !== undefined).map(quote), value)
    }
    case 'too_big':
      return limit(issue.origin, `at most ${issue.maximum}`, value)
    case 'too_small':
      if (issue.minimum === 1 && issue.origin !== 'number') return 'must not be empty'
      return limit(issue.origin, `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`, value)
    default:
      return lowerFirst(issue.message)
  }
}

/**
 * Origin of a message: of the validator, or of the schema, which says more than the kind of problem: the expected form, or
 * an explanation.
 */
function originOf({ message }: z.core.$ZodIssue): 'validator' | 'form' | 'explanation' {
  // biome-ignore lint/plugin: the validator marks its own messages by nothing else.
  if (/^(?:Invalid|Too|Unrecognized)/.test(message)) return 'validator'
  return message.slice(0, expects.length) === expects ? 'form' : 'explanation'
}

/** Describes a value that is none of those expected. */
function mismatch(expected: readonly string[], value: unknown): string {
  const forms = new Intl.ListFormat('en', { type: 'disjunction', style: 'long' }).format(expected)
  return value === undefined ? `missing, expected ${forms}` : `expected ${forms}, not ${show(value)}`
}

function limit(origin: string, bound: string, value: unknown): string {
  if (origin === 'number' || origin === 'int') return `must be ${bound}, not ${show(value)}`
  const unit = origin === 'string' ? 'characters' : 'items'
  const length = (value as { readonly length?: number } | undefined)?.length
  return `must have ${bound} ${unit}${length === undefined ? '' : `, not ${length}`}`
}

function nameType(issue: z.core.$ZodIssue): string {
  const { expected } = issue as { expected?: string }
  return typeNames[expected ?? ''] ?? String(expected)
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'an integer',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  record: 'an object',
}

/** Shows a short value as JSON; of a long or composite one its type. */
function show(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  const text = typeof value === 'object' ? undefined : quote(value)
  return text !== undefined && text.length <= maxShownLength ? text : (typeNames[typeof value] ?? typeof value)
}

function quote(value: unknown): string {
  // Fixtures in code may contain values that JSON has no form for.
  return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value))
}

/** Returns the value at a path; undefined if there is none. */
function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (Object(value) === value ? (value as never)[step] : undefined), input)
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return text === '' ? String(step) : `${text}.${String(step)}`
  }, '')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
