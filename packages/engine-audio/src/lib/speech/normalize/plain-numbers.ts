import { cardinal, decimal, ordinal, spellDigits } from './number-words.ts'
import type { Rule } from './rule.ts'

const fractionNames: Readonly<Record<string, string>> = { 2: 'half', 4: 'quarter' }

/** Readings of telephone and other numbers in groups, in English. */
export const groupRules: readonly Rule[] = [
  [/(\+?1[ .-]?)?\((\d{3})\) ?(\d{3})[ .-](\d{4})\b/g, readPhone],
  [/(?<![\d-])(\+1[ .-])?(\d{3})[-.](\d{3})[-.](\d{4})\b(?![\d-])/g, readPhone],
  [
    /(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\b(?!\.\d)/g,
    (_, ...groups) => groups.slice(0, 4).map(readByte).join(' dot '),
  ],
  [/(?<![\d-])(\d{3})-(\d{2})-(\d{4})\b(?![\d-])/g, (_, ...groups) => readGroups(groups.slice(0, 3))],
]

/** Readings of ranges in English, before units are read. */
export const rangeRules: readonly Rule[] = [
  [/(?<=\d| M| dollars| cents| pounds| euros) ?[-–—] ?(?=\d)/g, () => ' to '],
  [/(?<= M)[-–—](?=[a-z])/g, () => ' to '],
]

/** Readings of fractions in English, before units are read. */
export const fractionRules: readonly Rule[] = [
  [/\b24\/7\b/g, () => 'twenty four seven'],
  [
    /(?<![\d/])(\d{1,4}) (\d{1,2})\/(\d{1,3})\b(?![\d/])/g,
    (_, whole, top, bottom) => `${cardinal(whole)} and ${fraction(top, bottom).replace(/^one half$/, 'a half')}`,
  ],
  [/(?<![\d/])(\d{1,4}) ?\/ ?(\d{1,4})\b(?![\d/])/g, (_, top, bottom) => fraction(top, bottom)],
]

/** Readings of ordinals and other numbers in English. */
export const numberRules: readonly Rule[] = [
  [
    /(?<![\d.])(\d{1,4})\.(\d{1,4})\.(\d{1,4})\b(?!\.\d)/g,
    (_, ...groups) => groups.slice(0, 3).map(cardinal).join(' point '),
  ],
  [/\b401 ?\(k\)/gi, () => 'four oh one K'],
  [/\b(\d{1,9})(?:st|nd|rd|th)\b/gi, (_, digits) => ordinal(digits)],
  [/(\d):(?=\d)/g, (_, digit) => `${digit} to `],
  [/(?<![\w.])[-−](?=\d)/g, () => 'minus '],
  [/(\d)\+(?=$|[\s,.])/g, (_, digit) => `${digit} plus`],
  [/(\d) ?\+ ?(?=\d)/g, (_, digit) => `${digit} plus `],
  [/(\d) ?= ?(?=\d)/g, (_, digit) => `${digit} equals `],
  [/[~≈] ?(?=\d)/g, () => 'about '],
  [
    /(?<![\d.,])(\d{1,3}(?:,\d{3}){1,6}|\d{1,18})?\.(\d{1,12})(?![\d]|\.\d)/g,
    (_, whole = '', part) => ` ${decimal(`${whole.replaceAll(',', '')}.${part}`)}`,
  ],
  [/\b(\d{1,6})k\b/g, (_, digits) => `${cardinal(digits)} thousand`],
  [/(?<![\d,])\d{1,3}(?:,\d{3}){1,6}(?![\d,]\d)/g, (match) => ` ${cardinal(match)} `],
  [/(?<!\d)0\d{1,17}/g, (match) => ` ${spellDigits(match)} `],
  [/\d{1,18}/g, (match) => ` ${cardinal(match)} `],
]

function readPhone(_: string, prefix = '', ...groups: string[]): string {
  const country = prefix ? `${prefix.startsWith('+') ? 'plus ' : ''}one, ` : ''
  return country + readGroups(groups.slice(0, 3))
}

function readGroups(groups: readonly string[]): string {
  return groups.map(spellDigits).join(', ')
}

function readByte(digits: string): string {
  return digits.length === 3 ? spellDigits(digits) : cardinal(digits)
}

function fraction(top: string, bottom: string): string {
  if (Number(bottom) < 2 || bottom.length > 2) return `${cardinal(top)} over ${cardinal(bottom)}`
  const name = fractionNames[bottom] ?? ordinal(bottom)
  return `${cardinal(top)} ${top === '1' ? name : name === 'half' ? 'halves' : `${name}s`}`
}
