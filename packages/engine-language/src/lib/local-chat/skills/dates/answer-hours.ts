import { isAccountedFor } from '../is-accounted-for.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { toDateAnswer } from './date-answer.ts'

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

function minutesOf(said: string): number | undefined {
  if (/^noon$/i.test(said)) return 720
  if (/^midnight$/i.test(said)) return 1440
  const [, hour, minute = '0', half] = /^(\d{1,2})(?::(\d{2}))?\s*([ap])?/i.exec(said) ?? []
  if (hour === undefined || Number(hour) > 24 || Number(minute) > 59) return undefined
  if (half === undefined) return Number(hour) * 60 + Number(minute)
  return ((Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)) * 60 + Number(minute)
}
