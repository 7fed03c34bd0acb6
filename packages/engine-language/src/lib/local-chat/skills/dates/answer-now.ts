import { splitSentences } from '@mira/engine/internal'
import { capitalize } from '../../words.ts'
import { isAccountedFor } from '../is-accounted-for.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { cityZones } from './city-zones.ts'
import { toDateAnswer } from './date-answer.ts'
import { findDates, longDate, nowIn } from './find-dates.ts'

const vocabulary =
  /^(?:time|times|date|dates|day|days|month|year|week|weekday|today|today's|todays|current|currently|right|moment|clock|o'clock|local|exact|zone)$/

/** Returns whether a text asks for the present alone: figures and unknown words ask about something else. */
function isAboutNow(text: string, used: readonly string[] = []): boolean {
  const question = splitSentences(text).findLast((sentence) => /\b(?:time|date|day|month|year|today)\b/i.test(sentence))
  return !/\d/.test(text) && isAccountedFor(question ?? text, { used, vocabulary })
}

/** Answers with the current time elsewhere. */
export function answerTimeElsewhere(context: SkillContext): SkillAnswer | undefined {
  const place = context.text.match(
    /\b(?:time|date|day)\b.*\bin ([\p{L}_/ ]+?)(?: right now| now| today)?[?.!]*$/iu,
  )?.[1]
  if (!place || !/\b(?:what|current|tell)\b/i.test(context.text)) return undefined
  const zone =
    cityZones[place.trim().toLowerCase()] ?? (/^[A-Za-z]+\/[A-Za-z_]+$/.test(place.trim()) ? place.trim() : undefined)
  if (!zone || !isAboutNow(context.text, [place])) return undefined
  const there = nowIn(context).setZone(zone)
  if (!there.isValid) return undefined
  return toDateAnswer(
    `It is ${there.toFormat("HH:mm 'on' cccc, d MMMM yyyy")} in ${capitalize(place.trim())}.`,
    there.toFormat('HH:mm'),
  )
}

/** Answers with the date of the day before or after this one: "tomorrow's date". */
function answerBeside(context: SkillContext): SkillAnswer | undefined {
  const [phrase = '', day = ''] = /\b(tomorrow|yesterday)['’]?s date\b/i.exec(context.text) ?? []
  if (phrase === '' || !isAboutNow(context.text, [phrase])) return undefined
  const isNext = day.toLowerCase() === 'tomorrow'
  const date = nowIn(context).plus({ days: isNext ? 1 : -1 })
  return toDateAnswer(
    `${capitalize(day.toLowerCase())} ${isNext ? 'is' : 'was'} ${date.toFormat(longDate)}.`,
    date.toFormat('yyyy-MM-dd'),
  )
}

/** Answers with the current time, day, month, year or date. */
export function answerNow(context: SkillContext): SkillAnswer | undefined {
  const { text } = context
  const beside = answerBeside(context)
  if (beside) return beside
  if (!isAboutNow(text)) return undefined
  const now = nowIn(context)
  if (
    /\bwhat(?:'s| is)? (?:the )?(?:current |exact )?time\b(?! (?:of|for|does|did))|\bwhat time is it\b|\btell me the time\b|\bcurrent time\b/i.test(
      text,
    )
  ) {
    return toDateAnswer(`It is ${now.toFormat('HH:mm')} (${now.zoneName}).`, now.toFormat('HH:mm'))
  }
  if (/\bwhat year is it\b|\bcurrent year\b|\bwhat(?:'s| is) the year\b/i.test(text))
    return toDateAnswer(`It is ${now.year}.`, String(now.year), now.year)
  if (/\bwhat month is it\b|\bcurrent month\b/i.test(text))
    return toDateAnswer(`It is ${now.toFormat('MMMM yyyy')}.`, now.toFormat('MMMM'))
  const asksDay =
    /\b(?:what|which) day (?:of the week )?(?:is it|is today|it is)\b|\bwhat(?:'s| is) today\b(?!'s)/i.test(text)
  // "What day is it on 24 December?" asks about that day.
  if (asksDay && findDates(context, text).every(({ date }) => date.hasSame(now, 'day')))
    return toDateAnswer(`Today is ${now.toFormat(longDate)}.`, now.toFormat('cccc'))
  if (
    /\b(?:today'?s|current) date\b|\bwhat(?:'s| is) the date(?: today)?[?.!]*$|^(?:the )?date,? please[.!]*$|\bdate is it\b|\bdate today\b/i.test(
      text,
    )
  ) {
    return toDateAnswer(`Today is ${now.toFormat(longDate)}.`, now.toFormat('yyyy-MM-dd'))
  }
  return undefined
}
