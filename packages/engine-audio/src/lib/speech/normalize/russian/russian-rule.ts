import type { Around } from './context.ts'

/** Match of a rule: its named groups, empty where they took no part, and the text around it. */
export interface Found extends Around {
  readonly match: string
  readonly groups: Readonly<Record<string, string>>
}

/**
 * Replaces a written form by its reading, or leaves it where the reading is undefined. The number of characters that a
 * pattern can scan from one position must be bounded: texts are long.
 */
export type RussianRule = readonly [pattern: RegExp, read: (found: Found) => string | undefined]

/** Characters before and after a match that a rule sees. */
const seen = 48

/** Applies rules in order. Their patterns have at least one named group. */
export function applyRussianRules(text: string, rules: readonly RussianRule[]): string {
  return rules.reduce((left, [pattern, read]) => left.replace(pattern, (...parts) => replace(parts, read)), text)
}

function replace(parts: unknown[], read: RussianRule[1]): string {
  const [match, offset, text, named] = [parts[0], ...parts.slice(-3)] as [
    string,
    number,
    string,
    Record<string, string>,
  ]
  const groups = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, value ?? '']))
  const end = offset + match.length
  const before = text.slice(Math.max(0, offset - seen), offset)
  return read({ match, groups, before, after: text.slice(end, end + seen) }) ?? match
}
