import { cardinal, decade, ordinal, romanValue, year } from './number-words.ts'
import type { Rule } from './rule.ts'

const months = 'january february march april may june july august september october november december'.split(' ')

const monthPattern =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const dayPattern = '(0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?'
const yearPattern = '(1[1-9]\\d\\d|20\\d\\d)'

const weekdays: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Tues: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Thur: 'Thursday',
  Thurs: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
}

/** Words before a number of four digits that is a year whatever follows. */
const beforeYear =
  'in|since|by|from|until|till|before|after|year|circa|during|between|late|early|mid|summer|winter|spring|fall|autumn'

/** Words after which a Roman numeral is a number: `World War II`. */
const numbered =
  'World War|Chapter|Part|Act|Volume|Section|Phase|Type|Class|Level|Book|Appendix|Article|Title|Super Bowl|Mark'
const rulers =
  'Henry|Louis|Elizabeth|Charles|George|Edward|James|William|Richard|Philip|Catherine|Peter|Nicholas|Napoleon|Alexander|Frederick|Francis|Ferdinand|Paul|Pius|Benedict|Gregory|Leo|John'

/** Readings of dates, years, decades and Roman numerals in English. */
export const dateRules: readonly Rule[] = [
  // Quarters and halves: "Q3 2022", "3Q22", "H1 2020".
  [
    /\b(?:the )?(?:(Q)([1-4])|(H)([12])) ?['’]?(20\d\d|19\d\d|\d\d)\b/g,
    (_, quarter, third, _half, first, of) => readPart(quarter ? third : first, quarter ? 'quarter' : 'half', of),
  ],
  [
    /\b(?:the )?(?:([1-4])Q|([12])H) ?['’]?(20\d\d|19\d\d|\d\d)\b/g,
    (_, third, first, of) => readPart(third || first, third ? 'quarter' : 'half', of),
  ],
  [
    /\b(1[1-9]\d\d|20\d\d)[/.](0?[1-9]|1[0-2])[/.](0?[1-9]|[12]\d|3[01])\b/g,
    (_, of, month, day) => readDate(month, day, of),
  ],
  [
    new RegExp(`\\b${monthPattern}-${dayPattern}(?:-${yearPattern})?\\b(?!-)`, 'gi'),
    (_, month, day, of) => `${monthName(month)} ${ordinal(day)}${of ? ` ${year(of)}` : ''}`,
  ],
  [/\b(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])-(1[1-9]\d\d|20\d\d)\b/g, (_, month, day, of) => readDate(month, day, of)],
  // "15-01-2020" has its day first, as its month cannot be 15.
  [
    /\b(1[3-9]|2\d|3[01])[-/](0?[1-9]|1[0-2])[-/](1[1-9]\d\d|20\d\d)\b/g,
    (_, day, month, of) => `the ${ordinal(day)} of ${months[Number(month) - 1]} ${year(of)}`,
  ],
  [
    /\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?[-–](Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?/g,
    (_, from, to) => `${weekdays[from]} to ${weekdays[to]}`,
  ],
  [/\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?:\.(?= ?\S)|(?=, ?[A-Z\d]))/g, (_, day) => weekdays[day] ?? day],
  [
    /\b(1\d{3}|20\d\d)-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])\b(?!-)/g,
    (_, of, month, day) => readDate(month, day, of),
  ],
  [/\b(0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])\/(1\d{3}|20\d\d)\b/g, (_, month, day, of) => readDate(month, day, of)],
  [
    new RegExp(`\\b(?:the )?${dayPattern}(?: of)? ${monthPattern}\\b\\.?(?:,? ${yearPattern}\\b)?`, 'gi'),
    (_, day, month, of) => `the ${ordinal(day)} of ${monthName(month)}${of ? ` ${year(of)}` : ''}`,
  ],
  [
    new RegExp(`\\b${monthPattern}\\b\\.? ${dayPattern}(?![\\d:/.%-])\\b(?:,? ${yearPattern}\\b)?`, 'gi'),
    // "They may 5 times" is no date.
    (match, month, day, of) =>
      /^(may|march)$/.test(month) && !of ? match : `${monthName(month)} ${ordinal(day)}${of ? ` ${year(of)}` : ''}`,
  ],
  [
    new RegExp(`\\b${monthPattern}\\b\\.? ${yearPattern}\\b(?! ?[-–] ?\\d)`, 'gi'),
    (_, month, of) => `${monthName(month)} ${year(of)}`,
  ],
  [
    /\b(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.(1\d{3}|20\d\d)\b/g,
    (_, day, month, of) => `the ${ordinal(day)} of ${months[Number(month) - 1]} ${year(of)}`,
  ],
  [
    /\b(0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])\/(\d\d)\b/g,
    (_, month, day, of) => `${months[Number(month) - 1]} ${ordinal(day)} ${shortYear(of)}`,
  ],
  [
    /(?<![\d.,$£€¥-])(1[1-9]\d\d|20\d\d) ?[-–] ?(1[1-9]\d\d|20\d\d|\d\d)(?![\d%-]|[.,]\d| ?[a-z]{1,3}\b(?<! (?:is|was|and|or|to|in|the|at|by|of|for|it|a|we|he|as|on))|[a-z])/g,
    (_, from, to) => `${year(from)} to ${to.length === 4 ? year(to) : cardinal(to)}`,
  ],
  [/\b(1[1-9]\d0|20\d0)s ?[-–—] ?((?:1[1-9]|20)?\d0)s\b/g, (_, from, to) => `${decade(from)} to ${decade(to)}`],
  [/\b(1[1-9]\d0|20\d0)['’]?s\b/g, (_, of) => decade(of)],
  [/(?:(?<=[\s-])|^|['’])([2-9]0)s\b/g, (_, of) => decade(of)],
  [
    new RegExp(`\\b(${beforeYear}) ${yearPattern}(?![\\d.,:%°]\\d|[%°])\\b`, 'gi'),
    (_, word, of) => `${word} ${year(of)}`,
  ],
  [
    /\b(\d{1,4}) ?(A D|B C E|B C|AD|BCE|BC|CE)\b/g,
    (_, of, era) => `${readEra(of)} ${[...era.replaceAll(' ', '')].join(' ')}`,
  ],
  [/\bof (1[1-9]\d[1-9])(?![\d.,:%°]\d|[%°])\b/g, (_, of) => `of ${year(of)}`],
  [
    /\b(on|by|until|since|due) (0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])\b(?![\d/])/gi,
    (_, word, month, day) => `${word} ${months[Number(month) - 1]} ${ordinal(day)}`,
  ],
  // "1500 soldiers" are counted, "1984 was" is a year.
  [
    /(?<![\w.,:/$£€¥-]|\/ )(1[1-9]\d\d|20\d\d)(?![\d.,:/%°-]?\d|[%°]| ?\/)(?! ?(?:[a-z]{1,3}\b(?<! (?:is|was|and|or|to|in|the|at|by|of|for|it|a|we|he|as|on))|\w{3,20}s\b(?<!was|is|has|this)|million|thousand|people|men|women))\b/g,
    (_, of) => year(of),
  ],
  [
    new RegExp(`\\b(${numbered}) ([IVXLC]{1,7})\\b`, 'gi'),
    (match, word, roman) => (roman !== roman.toUpperCase() ? match : `${word} ${cardinal(String(romanValue(roman)))}`),
  ],
  [/\b([IVX]{1,5})(?= centur(?:y|ies)\b)/g, (_, roman) => ordinal(String(romanValue(roman)))],
  [
    new RegExp(`\\b(${rulers}) ([IVX]{1,6})\\b`, 'g'),
    (_, name, roman) => `${name} the ${ordinal(String(romanValue(roman)))}`,
  ],
]

function readPart(number: string, part: 'quarter' | 'half', of: string): string {
  return `the ${ordinal(number)} ${part} of ${of.length === 2 ? `twenty ${cardinal(of)}` : year(of)}`
}

function shortYear(digits: string): string {
  if (digits === '00') return 'two thousand'
  return digits.startsWith('0') ? `oh ${cardinal(digits)}` : cardinal(digits)
}

function readDate(month: string, day: string, of: string): string {
  return `${months[Number(month) - 1]} ${ordinal(day)} ${year(of)}`
}

function readEra(digits: string): string {
  if (digits.length === 4) return year(digits)
  return digits.length === 3 && !digits.endsWith('00') && digits[1] !== '0'
    ? `${cardinal(digits.slice(0, 1))} ${cardinal(digits.slice(1))}`
    : cardinal(digits)
}

function monthName(written: string): string {
  return months.find((month) => month.startsWith(written.slice(0, 3).toLowerCase())) ?? written
}
