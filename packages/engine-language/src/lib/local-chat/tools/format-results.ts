import type { ToolResult } from '../conversation.ts'
import { capitalize, endSentence, joinList, splitIdentifier, stemOf, wordsOf } from '../words.ts'

const maxItems = 10
const maxFacts = 12

/** Formats tool results as sentences: requested fields first, failures stated explicitly. */
export function formatResults(results: readonly ToolResult[], question: string): string[] {
  return results.map((result) => formatResult(result, question))
}

function formatResult(result: ToolResult, question: string): string {
  const value = parse(result.content)
  const failure = failureOf(value, result.content)
  if (failure) return `The tool ${result.name} failed: ${endSentence(failure)}`
  if (value === undefined)
    return result.content.trim() ? endSentence(result.content.trim()) : `The tool ${result.name} returned nothing.`
  const subject = describeCall(result)
  if (Array.isArray(value)) return formatList(value, subject)
  if (typeof value === 'object' && value !== null)
    return formatObject(withoutArguments(value as Record<string, unknown>, result), subject, question)
  return endSentence(`${capitalize(subject)}: ${showScalar(value)}`)
}

/** Returns whether a tool reported a failure. */
export function isFailure({ content }: ToolResult): boolean {
  return failureOf(parse(content), content) !== undefined
}

function parse(content: string): unknown {
  try {
    const value: unknown = JSON.parse(content)
    // Values nested thousands of levels deep cannot be written; they are treated as text.
    JSON.stringify(value)
    return value
  } catch {
    return undefined
  }
}

function failureOf(value: unknown, content: string): string | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { error, message, success, ok } = value as Record<string, unknown>
    if (typeof error === 'string' && error) return error
    if (typeof error === 'object' && error !== null)
      return String((error as Record<string, unknown>).message ?? JSON.stringify(error))
    if (success === false || ok === false) return typeof message === 'string' ? message : 'it reported no success'
  }
  return typeof value !== 'object' && /^(?:error|failed|exception)\b/i.test(content.trim())
    ? content.trim().replace(/^error:\s*/i, '')
    : undefined
}

/** Removes fields that repeat the call's arguments, because the call itself is described with them. */
function withoutArguments(value: Record<string, unknown>, { arguments: args }: ToolResult): Record<string, unknown> {
  const given = new Set(Object.values(args).filter((one) => typeof one === 'string'))
  return Object.fromEntries(Object.entries(value).filter(([, one]) => !given.has(one as string)))
}

/** Describes the call by its arguments: "get weather for Paris". */
function describeCall({ name, arguments: args }: ToolResult): string {
  const values = Object.values(args).filter((value) => typeof value === 'string' || typeof value === 'number')
  const short = values.map(String).filter((value) => value.length <= 60)
  return `${splitIdentifier(name)}${short.length > 0 ? ` (${short.join(', ')})` : ''}`
}

function formatList(list: readonly unknown[], subject: string): string {
  if (list.length === 0) return `${capitalize(subject)}: no results.`
  const lines = list.slice(0, maxItems).map((item) => `- ${showValue(item)}`)
  const more = list.length > maxItems ? `\n- and ${list.length - maxItems} more` : ''
  return `${capitalize(subject)}: ${list.length} ${list.length === 1 ? 'result' : 'results'}.\n${lines.join('\n')}${more}`
}

function formatObject(value: Record<string, unknown>, subject: string, question: string): string {
  const lists = Object.entries(value).filter(
    (entry): entry is [string, unknown[]] =>
      Array.isArray(entry[1]) && entry[1].some((item) => typeof item === 'object'),
  )
  const facts = flatten(value).filter(
    ([, fact]) => !Array.isArray(fact) || !fact.some((item) => typeof item === 'object'),
  )
  const asked = new Set(wordsOf(question).map(stemOf))
  const relevance = ([name]: readonly [string, unknown]) =>
    wordsOf(name).filter((word) => asked.has(stemOf(word))).length
  const ordered = facts
    .map((fact) => ({ fact, rank: relevance(fact) }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, maxFacts)
  const sentences = ordered.map(({ fact: [name, value] }) => `${name} is ${showValue(value)}`)
  const head = sentences.length > 0 ? [endSentence(`${capitalize(subject)}: ${joinList(sentences)}`)] : []
  return (
    [...head, ...lists.map(([name, list]) => formatList(list, splitIdentifier(name)))].join('\n') ||
    `${capitalize(subject)}: done.`
  )
}

/** Flattens nested objects into prefixed names. A unit is appended to the number it belongs to. */
function flatten(value: Record<string, unknown>, prefix = '', depth = 0): [string, unknown][] {
  const unit = typeof value.unit === 'string' ? value.unit : typeof value.units === 'string' ? value.units : undefined
  const numbers = Object.values(value).filter((fact) => typeof fact === 'number').length
  return Object.entries(value).flatMap(([key, fact]): [string, unknown][] => {
    if (unit !== undefined && numbers === 1 && (key === 'unit' || key === 'units')) return []
    const name = `${prefix}${splitIdentifier(key)}`
    if (typeof fact === 'object' && fact !== null && !Array.isArray(fact) && depth < 3)
      return flatten(fact as Record<string, unknown>, `${name} `, depth + 1)
    return [[name, typeof fact === 'number' && unit !== undefined && numbers === 1 ? `${fact} ${unit}` : fact]]
  })
}

function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? joinList(value.slice(0, maxItems).map(showValue)) : 'empty'
  if (typeof value === 'object' && value !== null)
    return flatten(value as Record<string, unknown>)
      .slice(0, maxFacts)
      .map(([name, fact]) => `${name}: ${showScalar(fact)}`)
      .join(', ')
  return showScalar(value)
}

function showScalar(value: unknown): string {
  if (value === null || value === undefined) return 'unknown'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
