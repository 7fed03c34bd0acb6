import { caseAround, genderOfCounted } from './context.ts'
import { type Case, formOf, type Noun } from './declension.ts'
import { endSentence } from './russian-dates.ts'
import { cardinal, countedForm, decimal, fraction } from './russian-numbers.ts'
import type { Found, RussianRule } from './russian-rule.ts'
import { currencyOf, scaleOf, unitOf, unitPattern } from './russian-units.ts'

const grouped = '\\d{1,3}(?:[ \\u00a0\\u202f]\\d{3}){1,5}(?!\\d)'
const number = (name: string) => `(?<${name}>${grouped}|\\d{1,18})(?:[.,](?<${name}Part>\\d{1,9})(?![\\d]|[.,]\\d))?`
const scale = '(?:[ \\u00a0]?(?<scale>тыс|млн|млрд|трлн)\\b\\.?)?'.replace('\\b', '(?![\\p{L}])')
const sign = '(?<sign>[-−–](?=\\d))?'
const start = '(?<![\\p{L}\\d.,:])'

/** Readings of sums, measures, ranges and plain numbers in Russian. */
export const russianQuantityRules: readonly RussianRule[] = [
  [/(?<digit>\d)[ \u00a0](?=руб)/g, ({ groups }) => `${groups.digit} `],
  [
    new RegExp(`(?<sign>[$€£¥₽₴₸])[ \\u00a0]?${number('from')}${scale}(?![\\p{L}\\d])`, 'gu'),
    (found) => readAmount({ ...found, groups: { ...found.groups, unit: found.groups.sign ?? '', sign: '' } }),
  ],
  [
    new RegExp(
      `${start}${sign}${number('from')}(?:[ \\u00a0]?[-–—][ \\u00a0]?${number('to')})?${scale}[ \\u00a0]?(?<unit>${unitPattern})(?:[ \\u00a0]?/[ \\u00a0]?(?<per>кг|г|л|м²|м2|м³|м3|м|км|т|шт|ч|час|день|сут|мес|год|чел)\\.?)?(?![\\p{L}\\d²³])`,
      'gu',
    ),
    readAmount,
  ],
  [
    /(?<![\p{L}\d.,:])(?<from>\d{1,18})[ \u00a0]?\/[ \u00a0]?(?<per>кг|г|л|м²|м2|м³|м3|м|км|т|шт|ч|час|день|сут|мес|год|чел)(?![\p{L}\d²³])/gu,
    ({ groups }) => `${cardinal(groups.from ?? '')} ${perUnit(groups.per ?? '')}`,
  ],
  [
    /(?<![\p{L}\d.,:])(?<whole>\d{1,9})?[ \u00a0]?(?<fraction>[½⅓⅔¼¾])(?!\d)/gu,
    ({ groups }) => readSign(groups.whole ?? '', groups.fraction ?? ''),
  ],
  [
    /(?<![\p{L}\d.,:/])(?:(?<whole>\d{1,9})[ \u00a0])?(?<top>\d{1,3})[ \u00a0]?\/[ \u00a0]?(?<bottom>[1-9]\d{0,2})(?![\p{L}\d/]|[.,]\d)/gu,
    ({ groups }) => readFraction(groups),
  ],
  [
    new RegExp(`${start}${sign}${number('from')}(?:[ \\u00a0]?[-–—][ \\u00a0]?${number('to')})?${scale}`, 'gu'),
    readAmount,
  ],
]

const fractions: Readonly<Record<string, string>> = {
  '½': 'одна вторая',
  '⅓': 'одна третья',
  '⅔': 'две третьих',
  '¼': 'одна четвёртая',
  '¾': 'три четвёртых',
}

function readSign(whole: string, sign: string): string {
  if (!whole) return fractions[sign] ?? sign
  return sign === '½' ? `${cardinal(whole)} с половиной` : `${cardinal(whole)} и ${fractions[sign]}`
}

function readFraction({ whole = '', top = '', bottom = '' }: Found['groups']): string {
  // "24/7", "50/50" are no parts of one.
  if (!whole && Number(top) >= Number(bottom)) return `${cardinal(top)} на ${cardinal(bottom)}`
  const part = fraction(top, bottom)
  return whole ? `${cardinal(whole)} и ${part}` : part
}

/** Reads an amount: a number or a range, a scale and a unit, which may be empty. */
function readAmount(found: Found): string | undefined {
  const { groups, before, after, match } = found
  const { from = '', fromPart = '', to = '', toPart = '', per = '' } = groups
  const unit = unitOf(groups.unit ?? '')
  const scaled = scaleOf(groups.scale ?? '')
  const noun = scaled ?? unit
  const of = caseAround(noun ? { before, after: '' } : { before, after })
  if (isCents(found)) return endSentence(readCents(found, of), match, after)
  const numbers = [
    [from, fromPart],
    [to, toPart],
  ]
    .filter(([digits]) => digits)
    .map(([digits = '', part = '']) => readNumber([digits, part], { of, noun, after }))
  const [last, lastPart] = to ? [to, toPart] : [from, fromPart]
  const words = [numbers.join(' – '), ...nounsAfter([last, lastPart], { of, unit, scaled })]
  const sign = groups.sign && !/[\d\p{L}]$/u.test(before) ? 'минус ' : (groups.sign ?? '')
  const reading = `${sign}${words.join(' ')}${per ? ` ${perUnit(per)}` : ''}`
  return endSentence(
    /^\s*$|^[^\p{L}]/u.test(after) || /\s$/.test(match) ? reading : `${reading}${/^\p{L}/u.test(after) ? ' ' : ''}`,
    match,
    after,
  )
}

function plainDigits(digits: string): string {
  return digits.replace(/\D/g, '')
}

interface Reading {
  readonly of: Case
  readonly noun?: Noun | undefined
  readonly after: string
}

function readNumber([digits, part]: readonly [string, string], { of, noun, after }: Reading): string {
  const whole = plainDigits(digits)
  if (part) return decimal(whole, part, of === 'acc' ? 'nom' : of)
  const gender = noun?.gender ?? genderOfCounted(after, whole)
  const zeros = /^0+(?=[1-9])/.exec(whole)?.[0].length ?? 0
  const lead = whole.length > 1 && zeros > 0 && zeros < 3 ? 'ноль '.repeat(zeros) : ''
  return `${lead}${cardinal(whole, { of: ofFeminine(of, { gender, after, noun }), gender })}`
}

/** "в 1 книгу": only a feminine noun has an accusative of its own. */
function ofFeminine(
  of: Case,
  { gender, after, noun }: { gender: string; after: string; noun: Noun | undefined },
): Case {
  if (of === 'acc' && gender === 'f' && (noun || /^[ \u00a0]\p{Ll}+[ую](?![\p{L}])/u.test(after))) return 'acc'
  if (of === 'nom' && gender === 'f' && !noun && /^[ \u00a0]\p{Ll}+[ую](?![\p{L}])/u.test(after)) return 'acc'
  return of === 'acc' ? 'nom' : of
}

function nounsAfter(
  [digits, part]: readonly [string, string],
  { of, unit, scaled }: { of: Case; unit: Noun | undefined; scaled: Noun | undefined },
): string[] {
  const counted = (noun: Noun) => (part ? formOf(noun, 'singular', 'gen') : countedForm(noun, plainDigits(digits), of))
  if (scaled) return [counted(scaled), ...(unit ? [formOf(unit, 'plural', 'gen')] : [])]
  return unit ? [counted(unit)] : []
}

/** "12,50 руб.": rubles and kopecks. */
function isCents({ groups }: Found): boolean {
  return (
    !!currencyOf(groups.unit ?? '') &&
    groups.fromPart?.length === 2 &&
    !groups.scale &&
    !groups.to &&
    smallOf(groups.unit ?? '') !== ''
  )
}

function smallOf(unit: string): string {
  if (/^(?:₽|руб\.?|р\.|RUB|RUR)$/.test(unit)) return 'коп'
  return ''
}

function readCents({ groups }: Found, of: Case): string {
  const { from = '', fromPart = '', unit = '' } = groups
  const pairs = [
    [plainDigits(from), unit],
    [String(Number(fromPart)), smallOf(unit)],
  ] as const
  return pairs
    .map(([digits, name]) => {
      const noun = currencyOf(name)
      return noun ? `${cardinal(digits, { of, gender: noun.gender })} ${countedForm(noun, digits, of)}` : digits
    })
    .join(' ')
}

const perNames: Readonly<Record<string, string>> = {
  кг: 'на килограмм',
  г: 'на грамм',
  л: 'на литр',
  'м²': 'на квадратный метр',
  м2: 'на квадратный метр',
  'м³': 'на кубический метр',
  м3: 'на кубический метр',
  м: 'на метр',
  км: 'на километр',
  т: 'за тонну',
  шт: 'за штуку',
  ч: 'в час',
  час: 'в час',
  день: 'в день',
  сут: 'в сутки',
  мес: 'в месяц',
  год: 'в год',
  чел: 'на человека',
}

function perUnit(name: string): string {
  return perNames[name] ?? name
}
