import { DateTime, Interval } from 'luxon'
import { areFiguresUsed, isAccountedFor, wordPattern } from '../is-accounted-for.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { toDateAnswer } from './date-answer.ts'
import { type FoundDate, findDates, nowIn } from './find-dates.ts'

/** Answers with an age. */
export function answerAge(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  if (!/\bhow old\b/i.test(text) || !/\bborn\b/i.test(text)) return undefined
  const found = findDates(context, text)
  const [born, asOf = nowIn(context)] = found.map(({ date }) => date)
  if (
    !born ||
    born > asOf ||
    !areFiguresUsed(
      text,
      found.map((one) => one.text),
    )
  )
    return undefined
  const years = Math.floor(asOf.diff(born, 'years').years)
  return toDateAnswer(
    `Someone born on ${born.toFormat('d MMMM yyyy')} is ${years} years old on ${asOf.toFormat('d MMMM yyyy')}.`,
    String(years),
    years,
  )
}

/** Returns whether days are all that a question about a distance names. A clock time or a kind of day changes the answer. */
function isBetweenDays(text: string, found: readonly FoundDate[]): boolean {
  return (
    found.length > 0 &&
    found.length <= 2 &&
    found.every(({ text: name }) => !/\d(?::\d|\s?[ap]\.?m\b)|^\d+$/i.test(name)) &&
    areFiguresUsed(
      text,
      found.map(({ text: name }) => name),
    ) &&
    !/\b(?:work(?:ing)?|business|week)[ -]?days?\b|\bweekends?\b|\bopens?\b|\bcloses?\b|\bnights?\b/i.test(text)
  )
}

const vocabulary = /* @__PURE__ */ wordPattern(`
  day days week weeks month months year years hour hours long until till between since from now today to before after left away
  passed elapsed gone remaining remain number amount date dates been be by next this difference total exact exactly today's it's`)

/** Answers with the time between two dates, or from today to a date. */
export function answerDistance(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  const unit = text.match(/\bhow (?:many (days|weeks|months|years|hours)|(long))\b/i)
  if (!unit || !/\b(?:until|till|between|since|from|to|before|left|away|is it)\b/i.test(text)) return undefined
  const found = findDates(context, text).map((one) => towards(one, text, nowIn(context)))
  if (!isBetweenDays(text, found) || !isAccountedFor(text, { used: found.map((one) => one.text), vocabulary }))
    return undefined
  const today = nowIn(context).startOf('day')
  const [first, second] = found.length >= 2 ? found.map(({ date }) => date) : [today, found[0]?.date]
  if (!first || !second) return undefined
  const [start, end] = [first, second]
    .map((date) => DateTime.utc(date.year, date.month, date.day))
    .toSorted((a, b) => a.toMillis() - b.toMillis()) as [DateTime<true>, DateTime<true>]
  const days = Math.round(Interval.fromDateTimes(start, end).length('days'))
  const count = countUnits(start, end, unit[1]?.toLowerCase() ?? 'days')
  const name = unit[1]?.toLowerCase() ?? 'days'
  const detail = name === 'days' ? '' : ` (${days} days)`
  return toDateAnswer(
    `From ${start.toFormat('d MMMM yyyy')} to ${end.toFormat('d MMMM yyyy')} it is ${count} ${count === 1 ? name.replace(/s$/, '') : name}${detail}.`,
    String(count),
    count,
  )
}

/** "Until 5 May" means the next one, "since 5 May" the last one. */
function towards(found: FoundDate, text: string, now: DateTime): FoundDate {
  if (!found.isYearOpen) return found
  const today = now.startOf('day')
  if (found.date < today && /\b(?:until|till|left|away|before)\b/i.test(text))
    return { ...found, date: found.date.plus({ years: 1 }) }
  return found.date > today && /\bsince\b/i.test(text) ? { ...found, date: found.date.minus({ years: 1 }) } : found
}

function countUnits(start: DateTime, end: DateTime, name: string): number {
  if (name === 'hours') return Math.round(end.diff(start, 'hours').hours)
  const unit = name as 'days' | 'weeks' | 'months' | 'years'
  const exact = end.diff(start, unit).get(unit)
  return Math.floor(exact * 100) / 100 === Math.round(exact) ? Math.round(exact) : Math.floor(exact * 10) / 10
}
