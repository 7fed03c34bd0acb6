import { isFunctionWord } from '../../words.ts'
import type { NamePhrase } from './name-phrases.ts'

/** Words before the doctor, dentist or salon of an appointment, the surest first. */
const cues: readonly RegExp[] = [
  /\b(?:with|see|visit(?: to)?) (?:the |my |your )?(?:(?:doctor|dr\.?|dentist|(?:hair )?stylist|therapist) )?$/,
  /\b(?:doctor|dentist|stylist|salon|therapist)(?:['’]s)?(?: name)?(?: is|:| (?:will|should) be| to)? (?:the )?$/,
  /\bname of the (?:\p{L}+ )+is (?:the )?$/u,
  /\bat (?:the )?$/,
  /\bappointment (?:for|to) (?:the )?$/,
]
const workplace =
  /\b(?:salon|barber(?:s|shop)?|hair\w*|cuts|studio|spa|clinic|cent(?:er|re)|medical|dental|dentistry|practice|group|associates|health|care|shop|lab|arts|MD|DDS)\b/i

/** "Amazing smile dental" goes on in small letters, and "Ann Lee, ma" has a degree. */
function isWhole(after: string): boolean {
  if (/^['’]s\b/.test(after)) return false
  const next = /^,? (\p{L}+)/u.exec(after)?.[1]
  return (
    next === undefined ||
    isFunctionWord(next) ||
    /^(?:today|tomorrow|tonight|next|this|please|located|correct|right|appointment|\p{L}+ed)$/u.test(next)
  )
}

/**
 * Reads the person or the firm that an appointment is with. If a city is requested but none is named, "at Springfield" may be
 * either.
 */
export function readProvider(names: readonly NamePhrase[], isPlaceless: boolean): string | undefined {
  for (const cue of cues) {
    const found = names
      .filter(({ text, before, after }) => cue.test(before) && !isFunctionWord(text) && isWhole(after))
      .filter(({ text, before }) => !isPlaceless || workplace.test(text) || !/\bat (?:the )?$/.test(before))
    const [only] = found
    if (only) return new Set(found.map(({ text }) => text)).size === 1 ? only.text : undefined
  }
  return undefined
}
