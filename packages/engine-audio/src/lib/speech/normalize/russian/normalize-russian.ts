import { russianAbbreviationRules, russianGroupRules, russianLastRules } from './russian-abbreviations.ts'
import { russianDateRules } from './russian-dates.ts'
import { cardinal } from './russian-numbers.ts'
import { russianOrdinalRules } from './russian-ordinals.ts'
import { russianQuantityRules } from './russian-quantities.ts'
import { applyRussianRules, type RussianRule } from './russian-rule.ts'
import { russianTimeRules } from './russian-times.ts'

/** Footnotes, products, and letters before a number, before numbers are read. */
const cleaning: readonly RussianRule[] = [
  [/(?<=\d)(?<mark>\*)(?!\d)/g, () => ''],
  [/(?<one>\d)[ \u00a0]?[x×х][ \u00a0]?(?=\d)/gu, ({ groups }) => `${groups.one} на `],
  // "n2", "CO2", "MBH99": letters and a number.
  [/(?<=\p{L})(?<digits>\d{1,6})(?![\p{L}\d])/gu, ({ groups }) => ` ${cardinal(groups.digits ?? '')}`],
  [/(?<=\d[.,]\d{1,9})(?<hyphen>-)(?=\p{L})/gu, () => ' '],
]

/**
 * Writes the dates, times, sums, measures, numbers and abbreviations of a Russian text in words, in the case that the words
 * around them determine, otherwise in the nominative. Only words remain: no digits.
 */
export function normalizeRussian(text: string): string {
  const rules = [
    ...[russianTimeRules, russianDateRules, russianGroupRules, russianAbbreviationRules, russianOrdinalRules],
    ...[cleaning, russianQuantityRules, russianLastRules],
  ]
  return rules
    .reduce(applyRussianRules, text)
    .replace(/[ \u00a0]{2,}/g, ' ')
    .replace(/ (?=[,.;:!?)»])/g, '')
    .trim()
}
