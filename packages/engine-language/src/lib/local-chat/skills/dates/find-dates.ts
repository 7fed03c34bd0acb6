import type { ParsedComponents } from 'chrono-node'
import * as chrono from 'chrono-node/en'
import { DateTime } from 'luxon'
import type { SkillContext } from '../skill.ts'

/** Format of a date in answers. */
export const longDate = 'cccc, d MMMM yyyy'

/** Returns the reference time of the request, in its time zone. */
export function nowIn({ extractor }: SkillContext): DateTime {
  return DateTime.fromJSDate(extractor.now, { zone: extractor.timeZone })
}

/** Date and the part of the text that names it. */
export interface FoundDate {
  readonly date: DateTime
  readonly text: string
  /** Whether the text leaves the year open. */
  readonly isYearOpen?: boolean
}

/** Returns the days that a text names, in the time zone of the request. A month or a year alone is no day. */
export function findDates(context: SkillContext, text: string): FoundDate[] {
  const now = nowIn(context)
  const { timeZone } = context.extractor
  const holidays = holidayDates.flatMap(([name, month, day]): FoundDate[] => {
    const found = name.exec(text)
    if (!found) return []
    const year = Number(text.match(new RegExp(String.raw`${name.source}[ ,]+(?:of |in )?(\d{4})\b`, 'i'))?.[1])
    if (year) return [{ date: now.set({ year, month, day }).startOf('day'), text: `${found[0]} ${year}` }]
    const next = now.set({ month, day }).startOf('day')
    return [{ date: next < now.startOf('day') ? next.plus({ years: 1 }) : next, text: found[0] }]
  })
  const named = chrono
    .parse(text, { instant: now.toJSDate(), timezone: now.offset })
    .filter(({ text: found }) => !/^(?:\d+(?:\.\d+)?|weekday)$/i.test(found))
    .flatMap(({ text: found, start, end }) =>
      end
        ? [
            { start, found },
            { start: end, found: '' },
          ]
        : [{ start, found }],
    )
    .filter(({ start }) => isDay(start))
    .map(({ start, found }) => {
      const date = DateTime.fromJSDate(start.date(), { zone: timeZone })
      // A day and a month alone are those of this year, not the nearest ones.
      const isOfYear = start.isCertain('month') && start.isCertain('day') && !start.isCertain('year')
      return { date: isOfYear ? date.set({ year: now.year }) : date, text: found, isYearOpen: isOfYear }
    })
  return [...named, ...holidays]
}

function isDay(components: ParsedComponents): boolean {
  return components.isCertain('day') || components.isCertain('weekday') || components.isCertain('hour')
}

/** Holidays that are mentioned by name, with month and day. */
const holidayDates: readonly (readonly [RegExp, number, number])[] = [
  [/\bchristmas eve\b/i, 12, 24],
  [/\bchristmas(?: day)?\b(?! eve)|\bxmas\b/i, 12, 25],
  [/\bnew year(?:'s)? eve\b/i, 12, 31],
  [/\bnew year(?:'s)?(?: day)?\b(?! eve)/i, 1, 1],
  [/\bvalentine'?s(?: day)?\b/i, 2, 14],
  [/\bhalloween\b/i, 10, 31],
]
