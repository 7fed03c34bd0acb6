import { areFiguresUsed, isAccountedFor, wordPattern } from '../is-accounted-for.ts'
import { writeNumbers } from '../number-words.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { toDateAnswer } from './date-answer.ts'
import { findDates, longDate, nowIn } from './find-dates.ts'

const number = String.raw`(\d+|an?)`
const offset = new RegExp(
  String.raw`\b${number}\s+(days?|weeks?|months?|years?|hours?|minutes?)\s+(after|before|from|since|later|ago|earlier)\b`,
  'i',
)
const vocabulary = /* @__PURE__ */ wordPattern(`
  date day days time today now weekday week be been was come calculate add after before from since later ago earlier exact exactly year
  month be fall falls land would today's current`)

/** Answers with the date or time at an offset from another one. */
export function answerShifted(context: SkillContext): SkillAnswer | undefined {
  const text = writeNumbers(context.text)
  if (!/\b(?:what|which|when|date|day|time|calculate|add)\b/i.test(text)) return undefined
  const found = offset.exec(text)
  const amount = found ? (/^an?$/i.test(found[1] ?? '') ? 1 : Number(found[1])) : 0
  if (!found || !amount) return undefined
  const rest = text.slice(found.index + found[0].length)
  const isFromNow = /\b(?:today|now)\b/i.test(rest) || /ago/i.test(found[3] ?? '')
  const from = isFromNow ? { date: nowIn(context), text: '' } : findDates(context, rest)[0]
  if (!from || !areFiguresUsed(text, [found[0], from.text]) || /\b(?:business|working|week)[ -]?days?\b/i.test(text))
    return undefined
  if (!isAccountedFor(text, { used: [found[0], from.text], vocabulary })) return undefined
  const base = from.date
  const sign = /^(?:before|ago|earlier)$/i.test(found[3] ?? '') ? -1 : 1
  const unit = (found[2] ?? 'days').toLowerCase().replace(/s?$/, 's')
  const target = base.plus({ [unit]: sign * amount })
  const isClock = /^(?:hours|minutes)$/.test(unit)
  const shown = target.toFormat(isClock ? "HH:mm 'on' cccc, d MMMM yyyy" : longDate)
  return toDateAnswer(
    `That is ${shown}.`,
    target.toFormat(isClock ? 'HH:mm' : /\bweekday|day of the week\b/i.test(text) ? 'cccc' : 'yyyy-MM-dd'),
  )
}
