import type { DateTime } from 'luxon'

/** Date that a Russian text names, and the part of the text. */
export interface RussianDate {
  readonly date: DateTime
  readonly text: string
  readonly start: number
}

const months = ['янв', 'фев', 'мар', 'апр', 'ма[йяе]', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек']
/** Pattern of a month by name, in a group. */
export const monthPattern: string = String.raw`((?:янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек)\p{L}*\.?|ма[йяе])`
const weekdays = ['понедельник', 'вторник', 'сред', 'четверг', 'пятниц', 'суббот', 'воскресень']
/** Pattern of a weekday by name, in a group. */
export const weekdayPattern: string = String.raw`(понедельник\p{L}*|вторник\p{L}*|сред[ауые]|четверг\p{L}*|пятниц\p{L}|суббот\p{L}|воскресень\p{L})`
const edge = String.raw`(?<![\p{L}\d.])`
const end = String.raw`(?![\p{L}\d])`

type Reader = (match: RegExpMatchArray, now: DateTime) => DateTime | undefined

/** Readers of dates, the longest phrase first. */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [
    rule(String.raw`(?:во?\s+)?${weekdayPattern},?\s+(\d{1,2})\s+${monthPattern}(?:\s+(\d{4})(?:\s+года?)?)?`),
    ([, weekday, day, month, year], now) => {
      const date = toDay({ day, month: monthOf(month), year }, now, true)
      return date?.weekday === weekdayOf(weekday) ? date : undefined
    },
  ],
  [
    rule(String.raw`(?:к\s+)?(\d{1,2})\s+${monthPattern}(?:\s+(\d{4})(?:\s+года?)?)?`),
    ([, day, month, year], now) => toDay({ day, month: monthOf(month), year }, now),
  ],
  [
    rule(String.raw`(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})`),
    ([, day, month, year], now) => toDay({ day, month: Number(month), year }, now),
  ],
  [
    rule(String.raw`(\d{4})-(\d{2})-(\d{2})`),
    ([, year, month, day], now) => toDay({ day, month: Number(month), year }, now),
  ],
  [rule('((?:поза)+)вчера'), ([, more = ''], now) => now.minus({ days: 1 + more.length / 4 })],
  [rule('((?:после)+)завтра'), ([, more = ''], now) => now.plus({ days: 1 + more.length / 5 })],
  [rule(String.raw`(?:с\s+)?завтрашн(?:его|ий)\s+(?:дня|день)`), (_match, now) => now.plus({ days: 1 })],
  [
    rule(String.raw`(\d{1,2})(?:\s+числ[оа])?(?=\s+по\s+\d{1,2}\s+числ)(?:\s+этого месяца)?`),
    ([, day], now) => toDayOfMonth(Number(day), now),
  ],
  [
    rule(String.raw`(\d{1,2})(?:-?го)?\s+числ[оа](?:\s+этого месяца)?`),
    ([, day], now) => toDayOfMonth(Number(day), now),
  ],
  [rule('сегодня'), (_match, now) => now],
  [rule('завтра'), (_match, now) => now.plus({ days: 1 })],
  [rule('вчера'), (_match, now) => now.minus({ days: 1 })],
  [
    rule(String.raw`через\s+(?:(\d+)\s+)?(день|дня|дней|неделю|недели|недель|месяц\p{L}*|год|года|лет)`),
    ([, count, unit], now) => now.plus({ [unitOf(unit)]: Number(count ?? 1) }),
  ],
  [
    rule(String.raw`(?:(\d+)\s+)?(день|дня|дней|неделю|недели|недель|месяц\p{L}*|год|года|лет)\s+назад`),
    ([, count, unit], now) => now.minus({ [unitOf(unit)]: Number(count ?? 1) }),
  ],
  [
    rule(String.raw`(?:во?\s+)?(?:(следующ|прошл|эт|ближайш)\p{L}{1,3}\s+)?${weekdayPattern}`),
    ([, which, weekday], now) => toWeekday(which?.toLowerCase(), weekdayOf(weekday), now),
  ],
]

/** A day of the month alone is that of this month, or of the next if it is past. */
function toDayOfMonth(day: number, now: DateTime): DateTime | undefined {
  const date = now.startOf('month').set({ day })
  if (date.month !== now.month) return undefined
  return date < now.startOf('day') ? date.plus({ months: 1 }) : date
}

function rule(pattern: string): RegExp {
  return new RegExp(`${edge}${pattern}${end}`, 'giu')
}

/** Returns the number of a month, 1 to 12; 0 for another word. */
export function monthOf(name = ''): number {
  return months.findIndex((month) => new RegExp(`^${month}`, 'i').test(name)) + 1
}

/** Returns the number of a weekday, 1 for Monday to 7; 0 for another word. */
export function weekdayOf(name = ''): number {
  return weekdays.findIndex((weekday) => name.toLowerCase().startsWith(weekday)) + 1
}

function unitOf(name = ''): 'days' | 'weeks' | 'months' | 'years' {
  if (/^д/i.test(name)) return 'days'
  if (/^н/i.test(name)) return 'weeks'
  return /^м/i.test(name) ? 'months' : 'years'
}

/** A day without a year is the next one; one with its weekday is the nearest. */
function toDay(
  { day, month, year }: { day: string | undefined; month: number; year?: string | undefined },
  now: DateTime,
  isNearest = false,
): DateTime | undefined {
  const century = year?.length === 2 ? (Number(year) > 50 ? 1900 : 2000) : 0
  const fixed = now.startOf('day').set({ day: 1, month, year: year ? Number(year) + century : now.year })
  const date = fixed.set({ day: Number(day) })
  if (month < 1 || month > 12 || date.month !== month) return undefined
  return year === undefined && !isNearest && date < now.startOf('day') ? date.plus({ years: 1 }) : date
}

/** "В среду" is the next Wednesday; "в прошлую среду" the last one; "в следующую" that of the next week. */
function toWeekday(which: string | undefined, weekday: number, now: DateTime): DateTime {
  const today = now.startOf('day')
  if (which === 'эт') return today.plus({ days: weekday - today.weekday })
  if (which === 'следующ') return today.plus({ days: weekday - today.weekday + 7 })
  const ahead = (weekday - today.weekday + 7) % 7 || 7
  return which === 'прошл' ? today.plus({ days: ahead - 7 }) : today.plus({ days: ahead })
}

/** Finds the dates of a text whose numbers are written in digits, in text order. */
export function findRussianDates(text: string, now: DateTime): RussianDate[] {
  const found: RussianDate[] = []
  for (const [pattern, read] of readers) {
    for (const match of text.matchAll(pattern)) {
      const isTaken = found.some(
        ({ start, text: other }) => start < match.index + match[0].length && match.index < start + other.length,
      )
      const date = isTaken ? undefined : read(match, now)
      if (date) found.push({ date: date.startOf('day'), text: match[0], start: match.index })
    }
  }
  return found.toSorted((a, b) => a.start - b.start)
}

/** Formats a date in words: "вторник, 10 марта 2026 года". */
export function formatRussianDate(date: DateTime): string {
  return date.setLocale('ru').toFormat("cccc, d MMMM yyyy 'года'")
}
