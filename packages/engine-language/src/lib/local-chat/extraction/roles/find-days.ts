import type { ParsedResult } from 'chrono-node'
import * as chrono from 'chrono-node/en'
import { DateTime } from 'luxon'

/** Calendar day that a text names. */
export interface Day {
  readonly date: DateTime
  readonly start: number
  readonly end: number
}

/** A day of the month alone: "the 9th", "4th of this month". */
const ordinal =
  /\b(?:the )?(\d{1,2})(?:st|nd|rd|th)\b(?! (?:floor|street|avenue|grade|place|time|birthday|anniversary|century))(?: (?:day )?of (this|the|next) month)?/gi
const months =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
/** The second day of a range names its month only once: "October 18 until the 22nd". */
const endOfRange = new RegExp(
  String.raw`\b${months}\.? (\d{1,2})(?:st|nd|rd|th)?,? (?:to|until|till|through|-|–) (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?! ${months})`,
  'gi',
)

/**
 * Finds the days that an English text names, in text order. One without a year is the next such day, unless the text speaks of
 * the past.
 */
export function findDays(text: string, now: Date, zone: string): Day[] {
  const today = DateTime.fromJSDate(now, { zone })
  const forwardDate =
    !/\b(?:was|were|made|paid|spent|sent|bought|received|ordered|did|ago|happened|went|got|arrived|born)\b/i.test(text)
  // "Feb. the 28th" is read without its article, at the same positions.
  const plain = text.replace(new RegExp(String.raw`(?<=\b${months}\.? )the (?=\d)`, 'gi'), '    ')
  const parsed = chrono.parse(plain, { instant: now, timezone: today.offset }, { forwardDate })
  const days = parsed
    .filter((found) => namesDay(found))
    // "How are you today?" names no day.
    .filter(({ index }) => !/\bhow (?:are|is) (?:you|it|everything)(?: doing| going)? $/i.test(text.slice(0, index)))
    .flatMap((found) => toDays(found, zone))
    .map((day) => correct(day, text, today))
  for (const match of text.matchAll(endOfRange)) {
    const first = days.find(({ start }) => start >= match.index && start < match.index + match[0].length)
    const end = match.index + match[0].length
    const date = first?.date.set({ day: Number(match[2]) })
    if (first && date && !days.some((day) => day.start > first.start && day.start < end))
      days.push({
        date: date < first.date ? date.plus({ months: 1 }) : date,
        start: end - (match[2]?.length ?? 0),
        end,
      })
  }
  for (const match of text.matchAll(ordinal)) {
    const [start, end] = [match.index, match.index + match[0].length]
    if (days.some((day) => day.start < end && start < day.end)) continue
    const previous = days.filter((day) => day.end <= start).at(-1)?.date
    // "Back on March 11, and start on the 8th": a start is not after the end that was named first.
    const isStart = /\b(?:start\w*|leav\w*|depart\w*|check(?:ing)? in)[^.]{0,20}$/i.test(text.slice(0, start))
    const date = toOrdinal(Number(match[1]), match[2]?.toLowerCase(), isStart ? today : (previous ?? today))
    if (date) days.push({ date, start, end })
  }
  return days.toSorted((a, b) => a.start - b.start).map((day, index, all) => followPrevious(day, all[index - 1], text))
}

/** "3 July until the Friday after" ends on the Friday after the third of July. */
function followPrevious(day: Day, previous: Day | undefined, text: string): Day {
  const isWeekday = /^(?:(?:the|following|next) )*\w+day$/i.test(text.slice(day.start, day.end))
  const follows =
    /^ (?:after|following|afterwards)\b(?! \w)/i.test(text.slice(day.end)) || /^following /i.test(text.slice(day.start))
  if (!previous || !isWeekday || !follows) return day
  const days = (day.date.weekday - previous.date.weekday + 7) % 7 || 7
  return { ...day, date: previous.date.plus({ days }) }
}

/** Corrects phrases that chrono-node reads as one of their words: "day after tomorrow", "last Monday". */
function correct(day: Day, text: string, today: DateTime): Day {
  const before = text.slice(Math.max(0, day.start - 20), day.start)
  const lead = /\b(?:(?:the )?(day after)|an? (week|fortnight)(?: from)?) $/i.exec(before)
  const own = text.slice(day.start, day.end)
  if (lead && /^to(?:day|morrow)/i.test(own)) {
    const days = lead[1] ? 1 : /^w/i.test(lead[2] ?? '') ? 7 : 14
    return { ...day, date: day.date.plus({ days }), start: day.start - lead[0].length }
  }
  // A day of this date is today, not in a year.
  if (day.date.hasSame(today.plus({ years: 1 }), 'day')) return { ...day, date: today.startOf('day') }
  if (/^this (?:morning|afternoon|evening)/i.test(own)) return { ...day, date: today.startOf('day') }
  if (/^last \w+day/i.test(own)) return day.date > today ? { ...day, date: day.date.minus({ days: 7 }) } : day
  return correctWeekday(day, text, today)
}

/** "Friday next week" and "Tuesday in a week", and the weekday of today, which means the next one. */
function correctWeekday(day: Day, text: string, today: DateTime): Day {
  const own = text.slice(day.start, day.end)
  const isBare = /^(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day$/i.test(own)
  if (
    isBare &&
    / in a week\b/i.test(text.slice(day.end, day.end + 10)) &&
    day.date < today.plus({ days: 7 }).startOf('day')
  )
    return { ...day, date: day.date.plus({ days: 7 }), end: day.end + ' in a week'.length }
  const isNextWeek = /\bnext week,?(?: on)? $/i.test(text.slice(0, day.start)) || /^next week \w+day$/i.test(own)
  if (isNextWeek && day.date <= today.endOf('week')) return { ...day, date: day.date.plus({ days: 7 }) }
  return isBare && day.date.hasSame(today, 'day') ? { ...day, date: day.date.plus({ days: 7 }) } : day
}

function namesDay({ text, start }: ParsedResult): boolean {
  if (
    /^(?:for )?(?:an?|\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:days?|nights?|weeks?|months?|years?|hours?|minutes?)$/i.test(
      text,
    )
  )
    return false
  if (/^(?:this|next|last) (?:week|month|year)\b/i.test(text)) return false
  if (/^(?:this (?:morning|afternoon|evening)|tonight)\b/i.test(text)) return true
  if (/^now$/i.test(text)) return false
  if (/^(?:sat|sun|wed|mon|may|mar|march|dec|jan|\d+(?:\.\d+)?)$/.test(text)) return false
  const isRelative = /\b(?:today|tomorrow|yesterday|days?|weeks?|fortnight|months?)\b/i.test(text)
  return start.isCertain('day') || start.isCertain('weekday') || isRelative
}

function toDays({ text, index, start, end }: ParsedResult, zone: string): Day[] {
  const first = {
    date: DateTime.fromJSDate(start.date(), { zone }).startOf('day'),
    start: index,
    end: index + text.length,
  }
  if (!end || !(end.isCertain('day') || end.isCertain('weekday'))) return [first]
  const second = DateTime.fromJSDate(end.date(), { zone }).startOf('day')
  const cut = text.search(/\s*(?:\b(?:to|until|till|through|and)\b|[-–—])/i)
  if (second <= first.date || cut < 0) return [first]
  return [
    { ...first, end: index + cut },
    { date: second, start: index + cut + 1, end: index + text.length },
  ]
}

/** The day of this month, or of the next if it is past. */
function toOrdinal(day: number, month: string | undefined, after: DateTime): DateTime | undefined {
  const start = after.startOf('day')
  const base = month === 'next' ? start.startOf('month').plus({ months: 1 }) : start.startOf('month')
  const date = base.set({ day })
  if (date.month !== base.month) return undefined
  return date < start && month === undefined ? date.plus({ months: 1 }) : date
}
