import { capitalize } from '../../words.ts'
import { isAccountedFor, wordPattern } from '../is-accounted-for.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { toDateAnswer } from './date-answer.ts'
import { longDate, nowIn } from './find-dates.ts'

const vocabulary = /* @__PURE__ */ wordPattern(`
  time times date dates day days month year weekday week today today's today’s todays current currently right moment clock o'clock
  local exact correct full present say says see remind information info check display report look up actual calendar hour zone may
  any idea read reads like would happen be again got`)
const asks =
  /\b(?:what|which|whats|tell|give|show|know|let|get|need|want|please|can|could|may|do you|is it|remind|report|see|check|look|how time)\b|\?|^(?:the )?(?:current |exact |today['’]?s )?(?:time|date)\b/i
/** Asks for something else than the present: a length, a meaning, a time of one's own. */
const asksElse =
  /\d|\bof the year\b|\bhow (?:many|much|long|old|far|often)\b|\b(?:when|why|where|who|my|your|our|his|her|their)\b|\ban? (?:day|date|month|year|week|time|hour)\b|\b(?:times|days|dates)\b/i

/** Answers with the current time, day, month, year or date. A question must be about nothing else. */
export function answerNow(context: SkillContext): SkillAnswer | undefined {
  const text = context.text.trim()
  if (text.length > 160) return undefined
  const beside = answerBeside(context) ?? answerIsToday(context)
  if (beside) return beside
  if (!asks.test(text) || asksElse.test(text) || !isAccountedFor(text, { vocabulary })) return undefined
  return answerPresent(context, text.replace(/\btime zone\b/gi, ''))
}

function answerPresent(context: SkillContext, text: string): SkillAnswer | undefined {
  const now = nowIn(context)
  const asksTime = /\b(?:time|clock|hour)\b/i.test(text)
  const asksDate = /\b(?:date|day|weekday)\b|\btoday\b(?!['’]?s)|\bmonth\b.*\byear\b/i.test(text)
  if (asksTime && /\bdate\b|\bday\b/i.test(text) && !/\btime of day\b/i.test(text))
    return toDateAnswer(
      `It is ${now.toFormat(`HH:mm 'on' ${longDate}`)} (${now.zoneName}).`,
      now.toFormat('yyyy-MM-dd HH:mm'),
    )
  if (asksTime) return toDateAnswer(`It is ${now.toFormat('HH:mm')} (${now.zoneName}).`, now.toFormat('HH:mm'))
  if (!asksDate && /\byear\b/i.test(text)) return toDateAnswer(`It is ${now.year}.`, String(now.year), now.year)
  if (!asksDate && /\bmonth\b/i.test(text))
    return toDateAnswer(`It is ${now.toFormat('MMMM yyyy')}.`, now.toFormat('MMMM'))
  if (!asksDate) return undefined
  const brief = /\bdate\b/i.test(text) ? 'yyyy-MM-dd' : 'cccc'
  return toDateAnswer(`Today is ${now.toFormat(longDate)}.`, now.toFormat(brief))
}

const besides: readonly (readonly [RegExp, string, number])[] = [
  [/\b(?:the )?day after tomorrow\b(?:['’]s)?/i, 'the day after tomorrow', 2],
  [/\b(?:the )?day before yesterday\b(?:['’]s)?/i, 'the day before yesterday', -2],
  [/\btomorrow\b(?:['’]?s)?/i, 'tomorrow', 1],
  [/\byesterday\b(?:['’]?s)?/i, 'yesterday', -1],
]

/** Answers with the date of a day near this one: "tomorrow's date". */
function answerBeside(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  const found = besides.find(([pattern]) => pattern.test(text))
  const [phrase = ''] = found?.[0].exec(text) ?? []
  if (!found || !asks.test(text) || !/\b(?:date|day|month|what is tomorrow|when)\b/i.test(text)) return undefined
  const rest = text.replace(phrase, ' ')
  if (asksElse.test(rest) || /\btime\b/i.test(rest) || !isAccountedFor(rest, { vocabulary })) return undefined
  const [, name, days] = found
  const date = nowIn(context).plus({ days })
  return toDateAnswer(
    `${capitalize(name)} ${days > 0 ? 'is' : 'was'} ${date.toFormat(longDate)}.`,
    date.toFormat(/\bday\b/i.test(rest) && !/\bdate\b/i.test(rest) ? 'cccc' : 'yyyy-MM-dd'),
  )
}

const isWeekday =
  /^(?:is|isn't) (?:it |today )?(?:a )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: today)?[?.!]*$/i

/** Answers whether today is a weekday that is named. */
function answerIsToday(context: SkillContext): SkillAnswer | undefined {
  const day = isWeekday.exec(context.text.trim())?.[1]
  if (!day) return undefined
  const now = nowIn(context)
  const isSo = now.toFormat('cccc').toLowerCase() === day.toLowerCase()
  return toDateAnswer(`${isSo ? 'Yes' : 'No'}, today is ${now.toFormat(longDate)}.`, isSo ? 'yes' : 'no', isSo)
}
