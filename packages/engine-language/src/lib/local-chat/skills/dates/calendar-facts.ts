import { DateTime } from 'luxon'
import { isAccountedFor } from '../is-accounted-for.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { toDateAnswer } from './date-answer.ts'
import { nowIn } from './find-dates.ts'

/** Answers whether a year is a leap year. */
export function answerLeapYear({ text }: SkillContext): SkillAnswer | undefined {
  const year = Number(text.match(/\b(\d{4})\b/)?.[1])
  if (!year || !isAccountedFor(text, { used: [String(year), 'leap year'], vocabulary: /^year$/ })) return undefined
  if (!/\bleap year\b/i.test(text)) return undefined
  const isLeap = DateTime.utc(year).isInLeapYear
  return toDateAnswer(
    `${isLeap ? 'Yes' : 'No'}, ${year} is ${isLeap ? '' : 'not '}a leap year.`,
    isLeap ? 'yes' : 'no',
    isLeap,
  )
}

/** Answers with the length of a month. */
export function answerDaysInMonth(context: SkillContext): SkillAnswer | undefined {
  const found = context.text.match(
    /\bhow many days (?:are |does )?(?:there )?(?:in |has )?(january|february|march|april|may|june|july|august|september|october|november|december)(?: (?:of )?(\d{4}))?\b/i,
  )
  if (!found || !isAccountedFor(context.text, { used: [found[0]], vocabulary: /^(?:year|this)$/ })) return undefined
  const year = Number(found[2] ?? nowIn(context).year)
  const month = DateTime.fromFormat(`${found[1]} ${year}`, 'MMMM yyyy', { locale: 'en' })
  return toDateAnswer(
    `${month.toFormat('MMMM yyyy')} has ${month.daysInMonth} days.`,
    String(month.daysInMonth),
    month.daysInMonth,
  )
}
