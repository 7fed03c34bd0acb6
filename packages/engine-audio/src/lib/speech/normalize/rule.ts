/**
 * Replaces a written form by its reading. The number of characters that a pattern can scan from one position must be
 * bounded: texts are long.
 */
export type Rule = readonly [pattern: RegExp, read: (match: string, ...groups: string[]) => string]

/** Applies rules in order. */
export function applyRules(text: string, rules: readonly Rule[]): string {
  return rules.reduce((left, [pattern, read]) => left.replace(pattern, read), text)
}
