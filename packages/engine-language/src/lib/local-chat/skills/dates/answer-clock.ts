import { isAccountedFor, wordPattern } from '../is-accounted-for.ts'
import { writeNumbers } from '../number-words.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { findClockTimes, formatClock, withoutRanges } from './clock-times.ts'
import { toDateAnswer } from './date-answer.ts'
import { nowIn } from './find-dates.ts'

const duration =
  /(?<![\w.])(?:(\d+(?:\.\d+)?)|(an?)) ?(hours?|hrs?|h|minutes?|mins?)(?!\w)(?:,? (?:and )?(\d+) ?(?:minutes?|mins?)(?!\w))?/gi
const vocabulary = /* @__PURE__ */ wordPattern(`
  time clock it'll be been was after before later earlier from past until till to and between in ago now plus minus there pass passed
  long hour hours minute minutes difference elapse elapsed add subtract`)

/** Answers with the time at a distance from another, and the distance of two times: "90 minutes after 5 pm". */
export function answerClock(context: SkillContext): SkillAnswer | undefined {
  const text = writeNumbers(context.text)
  const times = findClockTimes(text)
  const durations = [...withoutRanges(text, []).matchAll(duration)].map((match) => ({
    minutes: toMinutes(match),
    start: match.index,
    end: match.index + match[0].length,
  }))
  if (!isAccountedFor(withoutRanges(text, [...times, ...durations]), { vocabulary })) return undefined
  const [first, second] = times
  const [span] = durations
  if (first && second && times.length === 2 && !span) return answerBetween(text, first.minutes, second.minutes)
  if (!span || durations.length > 1 || times.length > 1) return undefined
  return first ? answerFrom(text, first.minutes, span.minutes) : answerFromNow(context, text, span.minutes)
}

function toMinutes([, figure, , unit = '', more = '0']: RegExpMatchArray): number {
  const count = Number(figure ?? 1)
  return (/^h/i.test(unit) ? count * 60 : count) + Number(more)
}

function answerBetween(text: string, start: number, end: number): SkillAnswer | undefined {
  const unit = /\bhow many (minutes|hours)\b/i.exec(text)?.[1]?.toLowerCase()
  if (!unit && !/\bhow (?:long|much time)\b|\bdifference\b/i.test(text)) return undefined
  // From the evening to the morning is over midnight.
  const minutes = end >= start ? end - start : end + 1_440 - start
  const count = unit === 'minutes' ? minutes : Number((minutes / 60).toFixed(4))
  const [from, to] = [formatClock(start), formatClock(end)]
  return toDateAnswer(
    `From ${from} to ${to}${end < start ? ' on the next day' : ''} it is ${count} ${unit ?? 'hours'}.`,
    String(count),
    count,
  )
}

function answerFrom(text: string, start: number, span: number): SkillAnswer | undefined {
  const isBefore = /\b(?:before|earlier|minus|until|till|to)\b/i.test(text)
  const isAfter = /\b(?:after|later|from|past|plus|add)\b/i.test(text)
  if (isBefore === isAfter || !/\b(?:what|when|which|time|add|subtract|calculate)\b/i.test(text)) return undefined
  const shown = formatClock(isBefore ? start - span : start + span)
  const [hour = 0, minute = ''] = shown.split(':')
  const twelve = `${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? 'AM' : 'PM'}`
  return toDateAnswer(`That is ${twelve} (${shown}).`, /\b[ap]\.?m\b/i.test(text) ? twelve : shown)
}

function answerFromNow(context: SkillContext, text: string, span: number): SkillAnswer | undefined {
  if (!/\b(?:time|clock)\b/i.test(text) || /\bhow (?:long|many|much)\b/i.test(text)) return undefined
  const isPast = /\b(?:ago|earlier|was it|before)\b/i.test(text)
  if (!isPast && !/\b(?:in|from now|later|after)\b/i.test(text)) return undefined
  const time = nowIn(context).plus({ minutes: isPast ? -span : span })
  return toDateAnswer(
    `${isPast ? 'It was' : 'It will be'} ${time.toFormat("HH:mm 'on' cccc, d MMMM")}.`,
    time.toFormat('HH:mm'),
  )
}
