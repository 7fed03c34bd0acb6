import type { NamePhrase } from './name-phrases.ts'

const venueWords =
  /\b(?:hotel|inn|hostel|resort|suites?|lodge|motel|restaurant|caf[eé]|bistro|grill|bar|diner|pizza|kitchen|bakery|tavern|house|steakhouse|pub|theat(?:er|re)|cinema|spa|eatery|brewery|club)\b/i
const article = '(?:the |a |an |my |your |our )?'

/** Words before a venue. */
const cues: Readonly<Record<'at' | 'object', RegExp>> = {
  at: new RegExp(String.raw`\b(?:at|in|of|called|named|hotel|restaurant|visit|is) ${article}(?:hotel |restaurant )?$`),
  object: new RegExp(String.raw`\b(?:book|reserve|try|booking|reserving|reservation for) ${article}$`),
}

/** "A pizza place" and "a pub that serves waffles" are no names: only capitals could show one. */
function isDescription(text: string): boolean {
  return (
    !/\p{Lu}/u.test(text) &&
    (/\bserv(?:es|ing)\b/.test(text) ||
      /\b(?:place|spot|joint|bar|pub|bakery|bistro|diner|tavern|steakhouse|restaurant|house|truck|court|food|cuisine|cafeteria|brasserie)$/.test(
        text,
      ))
  )
}

/** Reads the name of a restaurant, hotel or theater: what a message books, or is "at". */
export function readVenue(all: readonly NamePhrase[], isPlaceless = false): string | undefined {
  const names = all.filter(
    ({ text, before }) => !isDescription(text) && !/\b(?:near|around|far from|area (?:as|of)) (?:the )?$/.test(before),
  )
  const isVenue = ({ text, before }: NamePhrase) =>
    venueWords.test(text) || /^\d/.test(text) || /\bhotel (?:name )?(?:is )?$/.test(before)
  const placed = names.filter((name) =>
    /\bat (?:the )?(?:hotel |restaurant )?$|\b(?:restaurant|hotel|theat(?:er|re))(?: name)? (?:is|called|named) (?:the )?$/.test(
      name.before,
    ),
  )
  const candidates = [
    placed,
    names.filter((name) => isVenue(name) && (cues.at.test(name.before) || cues.object.test(name.before))),
    names.filter(({ before, after }) => cues.object.test(before) && /^ (?:in|at|for|on)\b/.test(after)),
    names.filter(isVenue),
  ]
  const chosen = candidates.find((list) => list.length > 0) ?? []
  const [only] = chosen
  if (
    isPlaceless &&
    only &&
    /\bat (?:the )?$/.test(only.before) &&
    !venueWords.test(only.text) &&
    !/^The |^\d|['’]s\b(?! \p{Lu}\p{Ll}+$)|&/u.test(only.text)
  )
    return undefined
  return new Set(chosen.map(({ text }) => text)).size === 1 ? only?.text : undefined
}

/** Reads the name of an event: a match, or what follows "tickets" or precedes "concert" or "game". */
export function readEvent(names: readonly NamePhrase[]): string | undefined {
  const matches = new Set(names.map(({ text }) => text).filter((text) => / vs\.? \p{Lu}/iu.test(text)))
  if (matches.size === 1) return [...matches][0]
  const found = names
    .filter(
      ({ before, after }) =>
        /\b(?:tickets?(?: to| for)?|event called|event named|event|see|performance by|concert (?:of|by)|game|attend|is for) (?:is |to |for )?(?:the |a )?(?:event |match |game |concert |show |event called )?$/.test(
          before,
        ) || /^ (?:game|match|concert|show|performance|event|gig)\b/.test(after),
    )
    .filter(
      ({ text, after }) =>
        !(/^\p{Ll}/u.test(text) && /^ in .* in /.test(after)) &&
        !/^ vs?\b/.test(after) &&
        !(/^ (?:events?|shows?|concerts?|games?)\b/.test(after) && eventKind.test(text)),
    )
  return new Set(found.map(({ text }) => text)).size === 1 ? found[0]?.text : undefined
}

const eventKind =
  /^(?:sports?|music(?:al)?|theat(?:er|re)|pop|rock|jazz|country|classical|live|baseball|basketball|football|soccer)$/i
