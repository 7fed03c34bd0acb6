import type { z } from 'zod'
import { ApiError } from '../api-error.ts'

/** Maximum problems per message; the first ones are enough to proceed. */
const maxIssues = 3

/** Validation problem of a body. */
interface Fault {
  /** Path of the field; empty for the body as a whole. */
  readonly path: string
  readonly problem: string
}

/** Creates the error for a request that does not match its schema; `param` is the path of the first problem. */
export function invalidRequest(status: 400 | 422, issues: readonly z.core.$ZodIssue[]): ApiError {
  const [first] = issues
  const path = first && findProblem(first, []).path
  return new ApiError(status, describeIssues(issues), { param: path || undefined })
}

/** Describes validation problems by the path of each field: `messages[0].content: expected string, …`. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const shown = issues.slice(0, maxIssues).map((issue) => {
    const { path, problem } = findProblem(issue, [])
    return `${path || 'body'}: ${problem}`
  })
  const hidden = issues.length - shown.length
  return shown.join('; ') + (hidden > 0 ? `; and ${hidden} more` : '')
}

function findProblem(issue: z.core.$ZodIssue, outerPath: readonly PropertyKey[]): Fault {
  const path = [...outerPath, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return findUnionProblem(issue, path)
  // The path comes first, which makes the validator's prefix redundant.
  const problem = issue.message.replace(/^Invalid (?:input|option|discriminator value)[:.] /, '')
  return { path: formatPath(path), problem: lowerFirst(problem) }
}

/** Returns the problem of the union variant that matches best; if several match equally, their problems are joined. */
function findUnionProblem(issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): Fault {
  const firstIssues = issue.errors.flatMap(([first]) => first ?? [])
  const depth = Math.max(...firstIssues.map((first) => first.path.length))
  const deepest = firstIssues.filter((first) => first.path.length === depth)
  // A value of the right type that violates a constraint is a closer match than one of the wrong type.
  const nearest = deepest.find((first) => depth > 0 || first.code !== 'invalid_type')
  if (nearest !== undefined) return findProblem(nearest, path)
  const forms = deepest.map((first) => findProblem(first, path).problem)
  return { path: formatPath(path), problem: [...new Set(forms)].join(' or ') }
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
