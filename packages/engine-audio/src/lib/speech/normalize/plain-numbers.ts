import { cardinal, decimal, ordinal, spellDigits } from './number-words.ts'
import type { Rule } from './rule.ts'

const fractionNames: Readonly<Record<string, string>> = { 2: 'half', 4: 'quarter' }

/** States of the USA, whose abbreviations are before postal codes. */
const states =
  'A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]'

/** Readings of telephone and other numbers in groups, in English. */
export const groupRules: readonly Rule[] = [
  // "+1 (555) 010-0199", "555.010.0199", with an extension after it.
  [
    /(?<![\d-])(?:(\+?)(\d{1,3})(?:[ .-]|(?=\()))?(?:\((\d{3})\)[ .-]{0,2}|(\d{3})[ .-])(\d{3})[-. ](\d{4})(?:[- ](\d{1,5}))?\b(?![\d-])/g,
    (_, plus, country, ...groups) => {
      const prefix = country ? `${plus ? 'plus ' : ''}${spellDigits(country)}, ` : ''
      return prefix + readGroups(groups.slice(0, 5).filter((group) => typeof group === 'string'))
    },
  ],
  [
    /\+(\d{1,3})((?:[ -]\d{2,5}){2,5})\b(?![ -]?\d)/g,
    (_, country, rest) => `plus ${readGroups([country, ...(rest.match(/\d+/g) ?? [])])}`,
  ],
  // "1-800-FLOWERS".
  [/\b1-(8\d\d|900)-(?=[A-Z\d])/g, (_, area) => `one, ${area.endsWith('00') ? cardinal(area) : spellDigits(area)}, `],
  // "555-0199": seven digits.
  [/(?<![\d$£€.,-])([2-9]\d\d)-(\d{4})\b(?![\d-]|[.,]\d)/g, (_, ...groups) => readGroups(groups.slice(0, 2))],
  [
    /(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\b(?!\.\d)/g,
    (_, ...groups) => groups.slice(0, 4).map(spellDigits).join(' dot '),
  ],
  [/(?<![\d-])(\d{3})-(\d{2})-(\d{4})\b(?![\d-])/g, (_, ...groups) => readGroups(groups.slice(0, 3))],
  [/(?<![\d.,] ?)\d{1,3}(?: 000){1,4}\b(?![ .,]?\d)/g, (match) => match.replaceAll(' ', '')],
  // Numbers of cards; "100 200 300" are three numbers.
  [
    /(?<![\d.,])\d{3,6}(?:[ -]\d{3,6}){2,5}\b(?![.,-]?\d)/g,
    (match) => {
      const groups = match.split(/[ -]/)
      const isOne =
        groups.every(({ length }) => length === 3) || groups.every((group) => /^(?:1\d|20)\d\d$/.test(group))
      return isOne ? match : readGroups(groups)
    },
  ],
  [/\d{19,200}/g, (digits) => spellDigits(digits)],
  [
    new RegExp(`\\b(${states}) (\\d{5})(?:-(\\d{4}))?\\b(?![\\d-])`, 'g'),
    (_, state, code, more) => `${state} ${spellDigits(code)}${more ? `, ${spellDigits(more)}` : ''}`,
  ],
]

/** Readings of ranges, codes and signs between numbers in English, before units are read. */
export const rangeRules: readonly Rule[] = [
  // Codes: "b-c-1-5", "978-3-16"; "10-20-minute" is a range.
  [
    /(?<![\w-])(?:[a-zA-Z]{1,3}|\d{1,6})(?:-(?:[a-zA-Z]{1,3}|\d{1,6})){2,8}(?![\w-])/g,
    (match) => match.replace(/\d{1,6}/g, readCode),
  ],
  [/(?<![\d.,-])(\d{1,6}) ?[-−–] ?(\d{1,6}) ?= ?(?=\d)/g, (_, from, less) => `${from} minus ${less} equals `],
  [/(\w) ?\+ ?(?=\d|[a-zA-Z]\b)/g, (_, before) => `${before} plus `],
  [/(\w) ?= ?(?=\d|[a-zA-Z]\b)/g, (_, before) => `${before} equals `],
  [/(\d) ?\* ?(?=\d)/g, (_, digit) => `${digit} times `],
  [/ ?@ ?(?=\d)/g, () => ' at '],
  [/[~≈] ?(?=\d)/g, () => 'about '],
  [
    /(?<=\d|\d ?(?:[%°]|°[CF]|[kcm]?m|[km]?g|lbs?|ft|mph|st|nd|rd|th)| M| dollars| cents| pounds| pence| euros) ?[-–—] ?(?=\d)/g,
    () => ' to ',
  ],
  [
    /(?<= dollars| cents| pounds| pence| euros)[ ]?[-–—][ ]?(?=[a-z]{3,12} (?:[a-z]{3,12} ){0,9}(?:dollars|cents|pounds|pence|euros))/g,
    () => ' to ',
  ],
  [/(?<= M)[-–—](?=[a-z])/g, () => ' to '],
]

/** Readings of fractions in English, before units are read. */
export const fractionRules: readonly Rule[] = [
  [/\b24\/7\b/g, () => 'twenty four seven'],
  [
    /(?<![\d/])(\d{1,4}) (\d{1,2})\/(\d{1,3})\b(?![\d/])/g,
    (_, whole, top, bottom) => `${cardinal(whole)} and ${fraction(top, bottom).replace(/^one half$/, 'a half')}`,
  ],
  [/(?<![\d/])(\d{1,3})\/(\d{1,3})(?:st|nd|rd|th)\b/gi, (_, top, bottom) => fraction(top, bottom)],
  [/(?<![\d/])(\d{3,6}) ?\/ ?(\d{3,6})\b(?![\d/])/g, (_, one, other) => `${cardinal(one)} slash ${cardinal(other)}`],
  [/(?<![\d/])(\d{1,4}) ?\/ ?(\d{1,4})\b(?![\d/])/g, (_, top, bottom) => fraction(top, bottom)],
]

/** Readings of ordinals and other numbers in English. */
export const numberRules: readonly Rule[] = [
  [/\bv\.? ?(?=\d{1,4}\.\d)/g, () => 'version '],
  [
    /(?<![\d.])(\d{1,4})\.(\d{1,4})\.(\d{1,4})\b(?!\.\d)/g,
    (_, ...groups) => groups.slice(0, 3).map(cardinal).join(' point '),
  ],
  [/\b401 ?\(k\)/gi, () => 'four oh one K'],
  [/\b(\d{1,3}(?:,\d{3}){1,5}|\d{1,9})(?:st|nd|rd|th)\b/gi, (_, digits) => ordinal(digits)],
  // "1080p", "x86", "b12": resolutions, and short codes that are no word.
  [/\b(\d{1,2})(\d{2})p\b/g, (_, one, other) => `${cardinal(one)} ${cardinal(other)} P`],
  [
    /\b([a-zA-Z]|[a-z]{2}|[bcdfghjklmnpqrstvwxz]{3}|[A-Z]{2,5})(\d{1,6})(?=s?\b)/g,
    (_, letters, digits) => `${letters.length < 4 ? spell(letters) : letters} ${readCode(digits)} `,
  ],
  // "5wkra31": letters between digits.
  [
    /\b(\d{1,6})([a-zA-Z]{1,5})(\d{1,6})\b/g,
    (_, before, letters, after) => `${readCode(before)} ${spell(letters)} ${readCode(after)}`,
  ],
  [/(\d)x\b/g, (_, digit) => `${digit} times`],
  [/(\d):(?=\d)/g, (_, digit) => `${digit} to `],
  [/(?<![\w.])[-−](?=\d)/g, () => 'minus '],
  [/(\d)\+(?=$|[\s,.])/g, (_, digit) => `${digit} plus`],
  [
    /(?<![\d.,])(\d{1,3}(?:,\d{3}){1,6}|\d{1,18})?\.(\d{1,12})(?![\d]|\.\d)/g,
    (_, whole = '', part) => ` ${decimal(`${whole.replaceAll(',', '')}.${part}`)}`,
  ],
  [/\b(\d{1,6})k\b/g, (_, digits) => `${cardinal(digits)} thousand`],
  [/(?<![\d,])\d{1,3}(?:,\d{3}){1,6}(?![\d,]\d)/g, (match) => ` ${cardinal(match)} `],
  [/(?<!\d)0\d{1,17}/g, (match) => ` ${spellDigits(match)} `],
  [/\d{1,18}/g, (match) => ` ${cardinal(match)} `],
]

function readGroups(groups: readonly string[]): string {
  return groups.map(spellDigits).join(', ')
}

function spell(letters: string): string {
  return [...letters.toUpperCase()].join(' ')
}

/** Reads the digits of a code: up to two and round ones as a number, three as a digit and a pair, more one by one. */
function readCode(digits: string): string {
  if (digits.length < 5 && !digits.startsWith('0') && (digits.length < 3 || digits.endsWith('00')))
    return cardinal(digits)
  if (digits.length !== 3 || digits.startsWith('0')) return spellDigits(digits)
  const [first, pair] = [digits.slice(0, 1), digits.slice(1)]
  return `${cardinal(first)} ${pair.startsWith('0') ? `oh ${cardinal(pair)}` : cardinal(pair)}`
}

function fraction(top: string, bottom: string): string {
  if (Number(bottom) < 2 || bottom.length > 2) return `${cardinal(top)} over ${cardinal(bottom)}`
  const name = fractionNames[bottom] ?? ordinal(bottom)
  return `${cardinal(top)} ${top === '1' ? name : name === 'half' ? 'halves' : `${name}s`}`
}
