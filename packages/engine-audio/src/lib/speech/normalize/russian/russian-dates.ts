import { type Around, wordBefore } from './context.ts'
import type { Case } from './declension.ts'
import { ordinal } from './russian-numbers.ts'
import type { Found, RussianRule } from './russian-rule.ts'

const months = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ')
const written =
  'янв(?:аря)?|фев(?:раля)?|мар(?:та)?|апр(?:еля)?|ма[йя]|июн[ья]?|июл[ья]?|авг(?:уста)?|сент?(?:ября)?|окт(?:ября)?|нояб?(?:ря)?|дек(?:абря)?'
const monthForms =
  '(?:январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)(?:ь|я|ю|ём|ем|е|а|у|ом|й)?'
const day = '(?<day>0?[1-9]|[12]\\d|3[01])(?:-?(?:го|ого|е|ое|му))?'
const year = '(?<year>1\\d{3}|20\\d\\d)'
const yearWord = '(?<word>[ \\u00a0]?(?:года|г\\.?)(?![\\p{L}\\d]))?'
const dash = '[ \\u00a0]?[-–—][ \\u00a0]?'

/** Readings of dates, years and centuries in Russian. */
export const russianDateRules: readonly RussianRule[] = [
  [/(?<![\d.,/-])(?<year>1\d{3}|20\d\d)-(?<month>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01])(?![\d-])/gu, readNumbers],
  [
    new RegExp(
      `(?<![\\d.,/-])(?<day>0?[1-9]|[12]\\d|3[01])(?<sign>[./-])(?<month>0?[1-9]|1[0-2])\\k<sign>(?<year>1\\d{3}|20\\d\\d|\\d\\d)(?![\\d/-]|\\.\\d)${yearWord}`,
      'gu',
    ),
    readNumbers,
  ],
  [
    new RegExp(
      `(?<![\\d.,/-])${day}-(?<name>${written})\\.?-(?<year>1\\d{3}|20\\d\\d|\\d\\d)(?!\\d)${yearWord}`,
      'giu',
    ),
    readNumbers,
  ],
  [
    new RegExp(`(?<![\\d.,])(?<day>0?[1-9]|[12]\\d|3[01])(?= по (?:0?[1-9]|[12]\\d|3[01]) (?:${written}))`, 'giu'),
    ({ groups, before }) => (/^со?$/.test(wordBefore(before)) ? ordinal(groups.day ?? '', 'm', 'gen') : undefined),
  ],
  [
    new RegExp(
      `(?<![\\d.,/])(?:(?<first>0?[1-9]|[12]\\d|3[01])${dash})?${day} (?<name>${written})(?![\\p{L}])\\.?(?:,? ${year}(?![\\d.,]\\d|\\d)${yearWord})?`,
      'giu',
    ),
    readDay,
  ],
  [
    new RegExp(`(?<name>(?<![\\p{L}])${monthForms} )${year}(?![\\d.,]\\d|[\\d%])${yearWord}`, 'giu'),
    ({ groups }) => `${groups.name}${readYear(groups, 'gen')}`,
  ],
  [
    /(?<![\p{L}\d.,])(?<year>1\d{3}|20\d\d)(?=[ \u00a0]по[ \u00a0](?:1\d{3}|20\d\d)(?!\d))/gu,
    ({ groups, before }) => (/^со?$/.test(wordBefore(before)) ? ordinal(groups.year ?? '', 'm', 'gen') : undefined),
  ],
  [
    /(?<![\p{L}\d.,])(?<from>\d{2,4})(?:[ \u00a0]?[-–—][ \u00a0]?(?<to>\d{2,4}))?[ \u00a0]?(?<word>год(?:а|у|ом|е|ы|ов|ам|ами|ах)?|гг?\.?)(?![\p{L}\d])/gu,
    readYearWord,
  ],
  [
    /(?<![\p{L}\d.,])(?<from>\d{1,2}|[IVX]{1,6})(?:-?(?:й|го|м|му|х))?(?:[ \u00a0]?[-–—][ \u00a0]?(?<to>\d{1,2}|[IVX]{1,6})(?:-?(?:й|го|м|му|х))?)?[ \u00a0](?<word>век(?:а|у|ом|е|и|ов|ам|ами|ах)?|вв?\.)(?![\p{L}\d])/gu,
    readCentury,
  ],
  [
    /(?<=[( ,])(?<from>1[1-9]\d\d|20\d\d)(?:[ \u00a0]?[-–—][ \u00a0]?(?<to>1[1-9]\d\d|20\d\d|\d\d))?(?=\))/gu,
    readBracketed,
  ],
  [
    /(?<![\p{L}\d.,])(?<year>1\d{3}|20\d\d)(?![\p{L}\d%°]|[ \u00a0]?[-–—.,:/][ \u00a0]?\d|[ \u00a0](?:\d|%))/gu,
    readBareYear,
  ],
]

function readYear(groups: Found['groups'], of: Case): string {
  const digits = groups.year ?? ''
  const short = digits.length === 2 && digits.startsWith('0') && digits !== '00' ? 'ноль ' : ''
  return `${short}${ordinal(digits, 'm', of)}${groups.word ? ' года' : ''}`
}

function readNumbers({ groups, before, after, match }: Found): string {
  const name = groups.month ? months[Number(groups.month) - 1] : nameOf(groups.name ?? '')
  return endSentence(
    `${readDayNumber(groups.day ?? '', { before, after })} ${name} ${readYear(groups, 'gen')}`,
    match,
    after,
  )
}

function readDay({ groups, before, after, match }: Found): string | undefined {
  const { name = '', first = '' } = groups
  // "5 мар" and the like are dates only with a period.
  const isShort = name.length < 4 && !/^(?:мая|май)$/i.test(name)
  if (isShort && !/\./.test(match) && !groups.year) return undefined
  const around = { before, after }
  const start = first ? `${readDayNumber(first, around)} – ` : ''
  const of = first ? caseOfDay(around) : undefined
  const end = first
    ? ordinal(groups.day ?? '', of === 'nom' ? 'n' : 'm', of === 'acc' ? 'nom' : (of ?? 'gen'))
    : readDayNumber(groups.day ?? '', around)
  const suffix = groups.year ? ` ${readYear(groups, 'gen')}` : ''
  return endSentence(`${start}${end} ${nameOf(name)}${suffix}`, match, after)
}

function readDayNumber(digits: string, around: Around): string {
  const of = caseOfDay(around)
  return ordinal(digits, 'n', of)
}

/** A date stands in the genitive in a sentence, and in the nominative by itself. */
function caseOfDay({ before, after }: Around): Case {
  const word = wordBefore(before)
  if (/^(?:к|ко|по)$/.test(word)) return word === 'по' ? 'acc' : 'dat'
  if (/^(?:на|за|сегодня|завтра|вчера|это|послезавтра|дата|через)$/.test(word)) return 'acc'
  if (/^(?:перед|между|над)$/.test(word)) return 'ins'
  return before.trim() === '' && /^[\s.!?]*$/.test(after) ? 'nom' : 'gen'
}

function nameOf(name: string): string {
  const start = name.toLowerCase().slice(0, 3).replace('май', 'мая')
  return months.find((month) => month.startsWith(start)) ?? name
}

/** Keeps the period of a sentence that ends with an abbreviation. */
export function endSentence(reading: string, match: string, after: string): string {
  return match.endsWith('.') && after.trim() === '' ? `${reading}.` : reading
}

const yearForms: Readonly<Record<string, Case>> = {
  год: 'nom',
  года: 'gen',
  году: 'pre',
  годом: 'ins',
  годе: 'pre',
  годы: 'nom',
  годов: 'gen',
  годам: 'dat',
  годами: 'ins',
  годах: 'pre',
}

function readYearWord({ groups, before, after, match }: Found): string | undefined {
  const { from = '', to = '' } = groups
  const word = groups.word?.replace('.', '') ?? ''
  const isYear = from.length > 2 || to.length > 2 || /^\s*(?:до\s*)?н\.\s?э\./.test(after)
  // "22 года", "21 год" are counted.
  if (!isYear && !(word === 'году' && /^(?:в|к)$/.test(wordBefore(before)))) return undefined
  if (from.length === 3 && !/^(?:году|г|гг|годах)$/.test(word)) return undefined
  const of = word === 'г' || word === 'гг' ? caseOfAbbreviated(before) : caseOfYear(word, before)
  const full =
    word === 'г'
      ? { nom: 'год', gen: 'года', dat: 'году', acc: 'год', ins: 'годом', pre: 'году' }[of]
      : word === 'гг'
        ? { nom: 'годы', gen: 'годов', dat: 'годам', acc: 'годы', ins: 'годами', pre: 'годах' }[of]
        : word
  const years = [from, to].filter(Boolean).map((digits) => ordinal(digits, 'm', of))
  return endSentence(`${years.join(' – ')} ${full}`, match, after)
}

function caseOfYear(word: string, before: string): Case {
  if (word === 'году' && /^ко?$|^по$/.test(wordBefore(before))) return 'dat'
  return yearForms[word] ?? 'nom'
}

function caseOfAbbreviated(before: string): Case {
  const word = wordBefore(before)
  if (/^(?:в|во|о|об|при)$/.test(word)) return 'pre'
  if (/^ко?$/.test(word)) return 'dat'
  if (/^(?:перед|между)$/.test(word)) return 'ins'
  if (/^(?:по|на|за)$/.test(word) || before.trim() === '') return 'nom'
  return 'gen'
}

const centuryForms: Readonly<Record<string, Case>> = {
  век: 'nom',
  века: 'gen',
  веку: 'dat',
  веком: 'ins',
  веке: 'pre',
  веки: 'nom',
  веков: 'gen',
  векам: 'dat',
  веками: 'ins',
  веках: 'pre',
}

function readCentury({ groups, before, after, match }: Found): string | undefined {
  const { from = '', to = '' } = groups
  const word = groups.word?.replace('.', '') ?? ''
  const isOneOf = word === 'в' || word === 'вв'
  // "5 веков" are counted.
  if (
    /^век(?:ов|а)$/.test(word) &&
    /^\d$/.test(from) &&
    !to &&
    !/\d-/.test(match) &&
    !/(?:начал|конц|середин|половин|четверт)\p{L}*\s$/u.test(before)
  )
    return undefined
  const of = isOneOf ? caseOfAbbreviated(before) : (centuryForms[word] ?? 'nom')
  const full =
    word === 'в'
      ? { nom: 'век', gen: 'века', dat: 'веку', acc: 'век', ins: 'веком', pre: 'веке' }[of]
      : word === 'вв'
        ? { nom: 'века', gen: 'веков', dat: 'векам', acc: 'века', ins: 'веками', pre: 'веках' }[of]
        : word
  const numbers = [from, to].filter(Boolean).map((digits) => ordinal(toArabic(digits), 'm', of))
  return endSentence(`${numbers.join(' – ')} ${full}`, match, after)
}

const romanDigits: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 }

/** Returns the digits of a number that may be Roman. */
export function toArabic(numeral: string): string {
  if (/\d/.test(numeral)) return numeral
  const values = [...numeral].map((letter) => romanDigits[letter] ?? 0)
  return String(values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0))
}

/** "(1858–1940)": years. */
function readBracketed({ groups }: Found): string {
  const years = [groups.from ?? '', groups.to ?? ''].filter(Boolean).map((digits) => ordinal(digits, 'm', 'nom'))
  return years.join(' – ')
}

/** "с 1361 по 1528 год", "в 1281 оказалось": a year after a preposition, if no counted thing follows. */
function readBareYear({ groups, before, after }: Found): string | undefined {
  const digits = groups.year ?? ''
  const word = wordBefore(before)
  if (word === 'по' && /(?:^|\s)со?\s+\P{N}+по\s+$/u.test(before)) return ordinal(digits, 'm', 'nom')
  const isFree =
    /^(?:\s*$|[.,;:!?)»"]|\s+(?:и|или|а|но|он|она|они|был[аио]?|стал[аио]?|году?)\s|\s+\p{Ll}+(?:ось|лся|лась|лись|л|ла|ло|ли)(?![\p{L}]))/u.test(
      after,
    )
  if (!isFree) return undefined
  if (/^(?:в|во)$/.test(word)) return ordinal(digits, 'm', 'pre')
  if (/^(?:после|до|с|со|от|года|около)$/.test(word) && /^(?:1[5-9]|20)/.test(digits))
    return ordinal(digits, 'm', 'gen')
  return undefined
}
