import { areFiguresUsed } from '../is-accounted-for.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { toDateAnswer } from './date-answer.ts'
import { findDates, nowIn } from './find-dates.ts'

/** Answers with the weekday of a date, or the date of a weekday. */
export function answerWeekday(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  const asksWeekday = /\b(?:what|which) (?:day|weekday)\b|\bday of the week\b|\bweekday\b/i.test(text)
  const asksDate = /\bwhat(?:'s| is| was| will be)? (?:the )?date\b|\bwhen is\b/i.test(text)
  if (!asksWeekday && !asksDate) return undefined
  const found = findDates(context, text)
  const [, day] = /\b(\d{1,2})(?:st|nd|rd|th)? of (?:this|the) month\b/i.exec(text) ?? []
  const ofMonth =
    day === undefined
      ? undefined
      : nowIn(context)
          .startOf('month')
          .set({ day: Number(day) })
  if (ofMonth && ofMonth.day !== Number(day)) return undefined
  const date = ofMonth ?? (found.length === 1 ? found[0]?.date : undefined)
  if (!date || !areFiguresUsed(text, [found[0]?.text ?? '', day ?? ''])) return undefined
  const verb = date < nowIn(context).startOf('day') ? 'was' : 'is'
  return toDateAnswer(
    `${date.toFormat('d MMMM yyyy')} ${verb} a ${date.toFormat('cccc')}.`,
    asksWeekday ? date.toFormat('cccc') : date.toFormat('yyyy-MM-dd'),
  )
}
