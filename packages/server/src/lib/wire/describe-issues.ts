import type { z } from 'zod'

/** Most problems told at once; the first are enough to go on. */
const maxIssues = 3

/** Says what a body should have been, by the path of each field: `messages[0].content: expected string, …`. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const shown = issues.slice(0, maxIssues).map((issue) => describeIssue(issue, []))
  const hidden = issues.length - shown.length
  return shown.join('; ') + (hidden > 0 ? `; and ${hidden} more` : '')
}

function describeIssue(issue: z.core.$ZodIssue, outerPath: readonly PropertyKey[]): string {
  const path = [...outerPath, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return describeUnion(issue, path)
  return `${formatPath(path)}: ${lowerFirst(issue.message.replace(/^Invalid (?:input|option|discriminator value)[:.] /, ''))}`
}

/** Of the forms a value might have had, the one that fits best is the one meant; equals are all told. */
function describeUnion(issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): string {
  const firstIssues = issue.errors.flatMap(([first]) => first ?? [])
  const depth = Math.max(...firstIssues.map((first) => first.path.length))
  const deepest = firstIssues.filter((first) => first.path.length === depth)
  // A value of the right type that breaks a rule is nearer than one of a wrong type.
  const nearest = deepest.find((first) => depth > 0 || first.code !== 'invalid_type')
  if (nearest !== undefined) return describeIssue(nearest, path)
  const forms = deepest.map((first) => describeIssue(first, path).slice(`${formatPath(path)}: `.length))
  return `${formatPath(path)}: ${[...new Set(forms)].join(' or ')}`
}

function formatPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'body'
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return text === '' ? String(step) : `${text}.${String(step)}`
  }, '')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
