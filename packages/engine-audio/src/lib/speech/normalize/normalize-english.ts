import { abbreviationRules } from './abbreviations.ts'
import { dateRules } from './dates.ts'
import { measureRules } from './measures.ts'
import { moneyRules } from './money.ts'
import { fractionRules, groupRules, numberRules, rangeRules } from './plain-numbers.ts'
import { applyRules, type Rule } from './rule.ts'
import { timeRules } from './times.ts'

/** Fractions in one character, which would lose their space. */
const signRules: readonly Rule[] = [
  [/(\d)?([½⅓⅔¼¾⅛])/g, (_, digit = '', sign) => `${digit} ${sign.normalize('NFKD').replace('⁄', '/')}`],
  [/[‐‑]/g, () => '-'],
]

/**
 * Writes the dates, times, sums, measures, numbers and abbreviations of an English text in words, as people say them.
 * Only words remain: no digits.
 */
export function normalizeEnglish(text: string): string {
  const rules = [
    ...[signRules, timeRules, abbreviationRules, groupRules, moneyRules, dateRules],
    ...[rangeRules, fractionRules, measureRules, numberRules],
  ]
  return rules
    .reduce(applyRules, text)
    .replace(/ {2,}/g, ' ')
    .trim()
    .replace(/ (?=[,.;:!?)]|-\p{L})/gu, '')
    .replace(/(?<=\p{L}-) (?=\p{L})/gu, '')
}
