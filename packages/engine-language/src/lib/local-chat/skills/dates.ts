import * as chrono from 'chrono-node'
import { DateTime, Interval } from 'luxon'
import { capitalize } from '../words.ts'
import { cityZones } from './city-zones.ts'
import type { Skill, SkillAnswer, SkillContext } from './skill.ts'

const longDate = 'cccc, d MMMM yyyy'
const number = String.raw`(\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten)`
const shift = new RegExp(
  String.raw`\b${number}\s+(days?|weeks?|months?|years?|hours?|minutes?)\s+(after|before|from|since|later|ago|earlier)\b`,
  'i',
)
const spelled: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
}

/** Computes weekdays, date differences and offsets, ages, leap years, and the current date and time. */
export const dates: Skill = {
  name: 'dates',
  answer(context) {
    return (
      tellTimeElsewhere(context) ??
      tellNow(context) ??
      tellLeapYear(context) ??
      tellDaysInMonth(context) ??
      tellAge(context) ??
      tellDistance(context) ??
      tellShifted(context) ??
      tellWeekday(context)
    )
  },
}

function nowIn({ extractor }: SkillContext): DateTime {
  return DateTime.fromJSDate(extractor.now, { zone: extractor.timeZone })
}

/** Parses the dates of a text in the time zone of the request. */
function parseDates(context: SkillContext, text: string): DateTime[] {
  const now = nowIn(context)
  const { timeZone } = context.extractor
  const holidays = holidayDates.flatMap(([name, month, day]) => {
    if (!name.test(text)) return []
    const next = now.set({ month, day }).startOf('day')
    return [next < now.startOf('day') ? next.plus({ years: 1 }) : next]
  })
  const named = chrono
    .parse(text, { instant: now.toJSDate(), timezone: now.offset })
    .filter(({ text: found }) => !/^(?:\d+(?:\.\d+)?|weekday)$/i.test(found))
    .flatMap((result) => (result.end ? [result.start, result.end] : [result.start]))
    .map((components) => DateTime.fromJSDate(components.date(), { zone: timeZone }))
  return [...named, ...holidays]
}

/** Holidays that are mentioned by name, with month and day. */
const holidayDates: readonly (readonly [RegExp, number, number])[] = [
  [/\bchristmas eve\b/i, 12, 24],
  [/\bchristmas\b(?! eve)|\bxmas\b/i, 12, 25],
  [/\bnew year(?:'s)? eve\b/i, 12, 31],
  [/\bnew year(?:'s)?(?: day)?\b(?! eve)/i, 1, 1],
  [/\bvalentine'?s(?: day)?\b/i, 2, 14],
  [/\bhalloween\b/i, 10, 31],
]

function toAnswer(text: string, brief: string, value: unknown = brief): SkillAnswer {
  return { text, brief, value, score: 0.93, how: brief }
}

function tellTimeElsewhere(context: SkillContext): SkillAnswer | undefined {
  const place = context.text.match(
    /\b(?:time|date|day)\b.*\bin ([\p{L}_/ ]+?)(?: right now| now| today)?[?.!]*$/iu,
  )?.[1]
  if (!place || !/\b(?:what|current|tell)\b/i.test(context.text)) return undefined
  const zone =
    cityZones[place.trim().toLowerCase()] ?? (/^[A-Za-z]+\/[A-Za-z_]+$/.test(place.trim()) ? place.trim() : undefined)
  if (!zone) return undefined
  const there = nowIn(context).setZone(zone)
  if (!there.isValid) return undefined
  return toAnswer(
    `It is ${there.toFormat("HH:mm 'on' cccc, d MMMM yyyy")} in ${capitalize(place.trim())}.`,
    there.toFormat('HH:mm'),
  )
}

function tellNow(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  const now = nowIn(context)
  if (
    /\bwhat(?:'s| is)? (?:the )?(?:current |exact )?time\b(?! (?:of|for|does|did))|\bwhat time is it\b|\btell me the time\b|\bcurrent time\b/i.test(
      text,
    )
  ) {
    return toAnswer(`It is ${now.toFormat('HH:mm')} (${now.zoneName}).`, now.toFormat('HH:mm'))
  }
  if (/\bwhat year is it\b|\bcurrent year\b|\bwhat(?:'s| is) the year\b/i.test(text))
    return toAnswer(`It is ${now.year}.`, String(now.year), now.year)
  if (/\bwhat month is it\b|\bcurrent month\b/i.test(text))
    return toAnswer(`It is ${now.toFormat('MMMM yyyy')}.`, now.toFormat('MMMM'))
  const asksDay =
    /\b(?:what|which) day (?:of the week )?(?:is it|is today|it is)\b|\bwhat(?:'s| is) today\b(?!'s)/i.test(text)
  // "What day is it on 24 December?" asks about that day.
  if (asksDay && parseDates(context, text).every((date) => date.hasSame(now, 'day')))
    return toAnswer(`Today is ${now.toFormat(longDate)}.`, now.toFormat('cccc'))
  if (
    /\b(?:today'?s|current) date\b|\bwhat(?:'s| is) the date(?: today)?[?.!]*$|\bdate is it\b|\bdate today\b/i.test(
      text,
    )
  ) {
    return toAnswer(`Today is ${now.toFormat(longDate)}.`, now.toFormat('yyyy-MM-dd'))
  }
  return undefined
}

function tellLeapYear({ text }: SkillContext): SkillAnswer | undefined {
  const year = Number(text.match(/\b(\d{4})\b/)?.[1])
  if (!/\bleap year\b/i.test(text) || !year) return undefined
  const isLeap = DateTime.utc(year).isInLeapYear
  return toAnswer(
    `${isLeap ? 'Yes' : 'No'}, ${year} is ${isLeap ? '' : 'not '}a leap year.`,
    isLeap ? 'yes' : 'no',
    isLeap,
  )
}

function tellDaysInMonth(context: SkillContext): SkillAnswer | undefined {
  const found = context.text.match(
    /\bhow many days (?:are |does )?(?:there )?(?:in |has )?(january|february|march|april|may|june|july|august|september|october|november|december)(?: (?:of )?(\d{4}))?\b/i,
  )
  if (!found || /\b(?:until|till|between|since)\b/i.test(context.text)) return undefined
  const year = Number(found[2] ?? nowIn(context).year)
  const month = DateTime.fromFormat(`${found[1]} ${year}`, 'MMMM yyyy', { locale: 'en' })
  return toAnswer(
    `${month.toFormat('MMMM yyyy')} has ${month.daysInMonth} days.`,
    String(month.daysInMonth),
    month.daysInMonth,
  )
}

function tellAge(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  if (!/\bhow old\b/i.test(text) || !/\bborn\b/i.test(text)) return undefined
  const [born, asOf = nowIn(context)] = parseDates(context, text)
  if (!born || born > asOf) return undefined
  const years = Math.floor(asOf.diff(born, 'years').years)
  return toAnswer(
    `Someone born on ${born.toFormat('d MMMM yyyy')} is ${years} years old on ${asOf.toFormat('d MMMM yyyy')}.`,
    String(years),
    years,
  )
}

function tellDistance(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  const unit = text.match(/\bhow (?:many (days|weeks|months|years|hours)|(long))\b/i)
  if (!unit || !/\b(?:until|till|between|since|from|to|before|left|away|is it)\b/i.test(text)) return undefined
  const found = parseDates(context, text)
  const today = nowIn(context).startOf('day')
  const [first, second] = found.length >= 2 ? found : [today, found[0]]
  if (!first || !second) return undefined
  const [start, end] = [first, second]
    .map((date) => DateTime.utc(date.year, date.month, date.day))
    .toSorted((a, b) => a.toMillis() - b.toMillis()) as [DateTime<true>, DateTime<true>]
  const days = Math.round(Interval.fromDateTimes(start, end).length('days'))
  const count = countUnits(start, end, unit[1]?.toLowerCase() ?? 'days')
  const name = unit[1]?.toLowerCase() ?? 'days'
  const detail = name === 'days' ? '' : ` (${days} days)`
  return toAnswer(
    `From ${start.toFormat('d MMMM yyyy')} to ${end.toFormat('d MMMM yyyy')} it is ${count} ${count === 1 ? name.replace(/s$/, '') : name}${detail}.`,
    String(count),
    count,
  )
}

function countUnits(start: DateTime, end: DateTime, name: string): number {
  if (name === 'hours') return Math.round(end.diff(start, 'hours').hours)
  const unit = name as 'days' | 'weeks' | 'months' | 'years'
  const exact = end.diff(start, unit).get(unit)
  return Math.floor(exact * 100) / 100 === Math.round(exact) ? Math.round(exact) : Math.floor(exact * 10) / 10
}

function tellShifted(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  if (!/\b(?:what|which|when|date|day|time|calculate|add)\b/i.test(text)) return undefined
  const found = shift.exec(text)
  const amount = found ? Number(found[1]) || spelled[found[1]?.toLowerCase() ?? ''] || 0 : 0
  if (!found || !amount) return undefined
  const rest = text.slice(found.index + found[0].length)
  const base =
    /\b(?:today|now)\b/i.test(rest) || /ago/i.test(found[3] ?? '') ? nowIn(context) : parseDates(context, rest)[0]
  if (!base) return undefined
  const sign = /^(?:before|ago|earlier)$/i.test(found[3] ?? '') ? -1 : 1
  const unit = (found[2] ?? 'days').toLowerCase().replace(/s?$/, 's')
  const target = base.plus({ [unit]: sign * amount })
  const isClock = /^(?:hours|minutes)$/.test(unit)
  const shown = target.toFormat(isClock ? "HH:mm 'on' cccc, d MMMM yyyy" : longDate)
  return toAnswer(
    `That is ${shown}.`,
    target.toFormat(isClock ? 'HH:mm' : /\bweekday|day of the week\b/i.test(text) ? 'cccc' : 'yyyy-MM-dd'),
  )
}

function tellWeekday(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  const asksWeekday = /\b(?:what|which) (?:day|weekday)\b|\bday of the week\b|\bweekday\b/i.test(text)
  const asksDate = /\bwhat(?:'s| is| was| will be)? (?:the )?date\b|\bwhen is\b/i.test(text)
  if (!asksWeekday && !asksDate) return undefined
  const [date] = parseDates(context, text)
  if (!date) return undefined
  const verb = date < nowIn(context).startOf('day') ? 'was' : 'is'
  return toAnswer(
    `${date.toFormat('d MMMM yyyy')} ${verb} a ${date.toFormat('cccc')}.`,
    asksWeekday ? date.toFormat('cccc') : date.toFormat('yyyy-MM-dd'),
  )
}
