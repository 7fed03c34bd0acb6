import { DateTime } from 'luxon'
import { capitalize } from '../../words.ts'
import { isAccountedFor } from '../is-accounted-for.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { cityZones } from './city-zones.ts'
import { toDateAnswer } from './date-answer.ts'
import { nowIn } from './find-dates.ts'

const time = String.raw`(\d{1,2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|noon|midnight)`
const opening = new RegExp(
  String.raw`\b(?:opens?|starts?|begins?)\s+at\s+${time}\s*(?:,|and|and it)?\s+(?:closes?|ends?|finish(?:es)?)\s+at\s+${time}`,
  'i',
)
const span = new RegExp(String.raw`\bfrom\s+${time}\s+(?:to|until|till)\s+${time}`, 'i')
const vocabulary =
  /^(?:hours?|minutes?|long|open|does|last|stay|day|each|every|total|time|between|pass|store|shop|museum|pool|library|office|bank|cafe|restaurant|class|meeting|lesson|film|movie|concert|it's)$/

/** Answers how long something is open or takes that begins and ends on the same day. */
export function answerHours({ text }: SkillContext): SkillAnswer | undefined {
  if (!/\bhow (?:many hours|long)\b/i.test(text)) return undefined
  const found = opening.exec(text) ?? span.exec(text)
  const [start, end] = [found?.[1], found?.[2]].map((said) => (said ? minutesOf(said) : undefined))
  if (!found || start === undefined || end === undefined || end <= start) return undefined
  if (!isAccountedFor(text, { used: [found[0]], vocabulary })) return undefined
  const hours = (end - start) / 60
  return toDateAnswer(
    `From ${found[1]?.trim()} to ${found[2]?.trim()} it is ${hours} ${hours === 1 ? 'hour' : 'hours'}.`,
    String(hours),
    hours,
  )
}

const difference = new RegExp(
  String.raw`^(?:if|when) it(?:['’]s| is) ${time} in ([\p{L} ]+?),? (?:then )?what(?:['’]s| is)? (?:the )?time (?:is it |it is |would it be |will it be )?in ([\p{L} ]+?)[?.!]*$`,
  'iu',
)

/** Answers with the time in a city when it is a given time in another, by the offsets of today. */
export function answerTimeDifference(context: SkillContext): SkillAnswer | undefined {
  const [, said = '', from = '', to = ''] = difference.exec(context.text.trim()) ?? []
  const [zone, other] = [from, to].map((place) => cityZones[place.trim().toLowerCase()])
  const minutes = minutesOf(said)
  if (!zone || !other || minutes === undefined) return undefined
  const day = nowIn(context)
  const there = DateTime.fromObject(
    { year: day.year, month: day.month, day: day.day, hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 },
    { zone },
  )
  const here = there.setZone(other)
  const shift =
    here.startOf('day').toISODate() === there.toISODate()
      ? ''
      : here.toISODate()! > there.toISODate()!
        ? ' on the next day'
        : ' on the day before'
  return toDateAnswer(`It is ${here.toFormat('HH:mm')}${shift} in ${capitalize(to.trim())}.`, here.toFormat('HH:mm'))
}

function minutesOf(said: string): number | undefined {
  if (/^noon$/i.test(said)) return 720
  if (/^midnight$/i.test(said)) return 1440
  const [, hour, minute = '0', half] = /^(\d{1,2})(?::(\d{2}))?\s*([ap])?/i.exec(said) ?? []
  if (hour === undefined || Number(hour) > 24 || Number(minute) > 59) return undefined
  if (half === undefined) return Number(hour) * 60 + Number(minute)
  return ((Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)) * 60 + Number(minute)
}
