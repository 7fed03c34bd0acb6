import { isFunctionWord, stemOf, wordsOf } from '../../words.ts'
import { isCountry } from '../codes.ts'
import { isStateName, withoutState } from './american-states.ts'
import type { NamePhrase } from './name-phrases.ts'
import type { Role } from './role.ts'

const venueWords =
  /\b(?:hotel|inn|hostel|resort|suites?|lodge|motel|restaurant|caf[eé]|bistro|grill|bar|diner|pizza|kitchen|bakery|tavern|house|steakhouse|pub|theat(?:er|re)|cinema|spa|eatery|brewery|club)\b/i
const facilityWords =
  /\b(?:station|airport|depot|terminal|port|cent(?:er|re)|stop|garage|harbou?r|pier|plaza|transit)\b/i
const article = '(?:the |a |an |my |your |our )?'

/** Words before a name, by what it is then. */
const cues: Readonly<Record<string, RegExp>> = {
  start: new RegExp(
    String.raw`\b(?:from|leaving(?: from)?|departing(?: from)?|out of|depart(?:ure)? from|departure city(?: is)?:?|pick(?:ed|ing)?(?: it)? up (?:in|at|from)) ${article}$`,
  ),
  end: new RegExp(
    String.raw`\b(?:to|into|headed (?:to|for)|bound for|towards?|(?:destination|arrival)(?: city)?(?: is|:)?) ${article}$`,
  ),
  inside: new RegExp(
    String.raw`\b(?:in|around|near|within|located in|visit|visiting|city is|location is|city of|location:|city:) ${article}$`,
  ),
  at: new RegExp(String.raw`\b(?:at|in|of|called|named|hotel|restaurant|visit|is) ${article}(?:hotel |restaurant )?$`),
  object: new RegExp(String.raw`\b(?:book|reserve|try|booking|reserving|reservation for) ${article}$`),
  with: /\b(?:with|see|to see|for|therapist(?: is)?:?|doctor|appointment with|to meet) (?:dr\.? |doctor |my |your )?$/,
}

/** Reads the city of a field by the preposition before it; a state, a country or a building is none. */
export function readCity(
  { side, field }: Role,
  names: readonly NamePhrase[],
  roles: readonly Role[],
): string | undefined {
  const isAlone = !roles.some(({ kind }) => ['venue', 'event', 'person', 'company', 'facility'].includes(kind))
  const cities = names.filter(({ text }) => !facilityWords.test(text) && !/\bhotel\b/i.test(text) && !/^\d/.test(text))
  const pairs = cities.flatMap((first, index) => {
    const next = cities[index + 1]
    // "Long Beach, CA to San Diego": the state belongs to the city before it.
    const isRegion = next !== undefined && isStateName(next.text) && between(first, next) === ', '
    const second = isRegion ? cities[index + 2] : next
    const isNamed = /\bfrom $/.test(first.before) || (/\p{Lu}/u.test(first.text) && /\p{Lu}/u.test(second?.text ?? ''))
    const gap = second ? between(first, second) : ''
    if (isStateName(first.text) && first.before.endsWith(', ')) return []
    // "To Sacramento to Fresno" does not say which is which.
    if (/\bto $/.test(first.before)) return []
    return second && isNamed && (isRegion ? gap === `, ${next?.text.toLowerCase()} to ` : gap === ' to ')
      ? [{ first, second }]
      : []
  })
  const [pair] = pairs
  const cue = side === 'start' ? cues.start : side === 'end' ? cues.end : cues.inside
  const found = cities.filter(({ before }) => cue?.test(before))
  if (pair && pairs.length === 1 && side)
    return tidyCity(side === 'start' ? pair.first.text : pair.second.text, field.name)
  // "Sacramento to San Diego" is one journey; a pick-up "in Fremont" has no other city.
  const near = cities.filter(
    ({ before, after }) =>
      (isAlone && /\b(?:for|at) $/.test(before) && isWhole(after)) ||
      (/\bat $/.test(before) && isWhole(after) && !roles.some(({ kind }) => kind === 'venue' || kind === 'person')) ||
      /^ (?:weather|forecast)\b/.test(after),
  )
  const chosen =
    found.length > 0
      ? found
      : side === undefined
        ? near
        : side === 'start'
          ? cities.filter(({ before }) => cues.inside?.test(before))
          : []
  const different = [...new Set(chosen.map(({ text }) => tidyCity(text, field.name)))].filter(
    (city) => city !== undefined,
  )
  return different.length === 1 ? different[0] : undefined
}

/** In "at Blank gary a", the name goes on in small letters. */
function isWhole(after: string): boolean {
  return !/^ (?!(?:for|on|at|in|from|to|and|or|with|today|tomorrow|tonight|this|next|please|area|by|near|the|is)\b)\p{Ll}/u.test(
    after,
  )
}

function between(first: NamePhrase, second: NamePhrase): string {
  const gap = second.start - first.start - first.text.length
  return gap > 0 && gap < 40 ? first.after.slice(0, gap) : ''
}

function tidyCity(text: string, name: string): string | undefined {
  const city = withoutState(text).replace(/^(?:the )?(?:city|town)(?: of)? (?=\S)/i, '')
  if (/\b(?:city|town)\b/.test(name) && (isStateName(city) || isCountry(city))) return undefined
  return city
}

const street =
  '(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|square|court|ct|place|pl|terrace|highway|parkway|row)'
const address = new RegExp(String.raw`(?<![\w])\d{1,5}[a-z]? (?:[\p{L}\p{N}'’.-]+ ){1,4}?${street}\b\.?`, 'iu')

/** Reads a street with its number: "1460 Halford Avenue". */
export function readAddress(text: string): string | undefined {
  return address.exec(text)?.[0].replace(/[.,\s]+$/, '')
}

/** Reads a station or an airport: a name with such a word, and for a pick-up any place after "from" or "at". */
export function readFacility({ side, field }: Role, names: readonly NamePhrase[]): string | undefined {
  const facilities = names.filter(({ text }) => facilityWords.test(text))
  const cue =
    side === 'end'
      ? /\b(?:to|into|return\w* (?:it )?(?:to|at)|drop\w*(?: it)? off at) (?:the )?$/
      : /\b(?:from|at|in|up) (?:the )?$/
  const sided = facilities.filter(({ before }) => cue.test(before))
  const chosen = facilities.length === 1 && !/\b(?:to|from)\b/.test(field.name) ? facilities : sided
  return chosen.length === 1 ? chosen[0]?.text : undefined
}

/** Reads the name of a restaurant, hotel or theater: what a message books, or is "at". */
export function readVenue(names: readonly NamePhrase[], isPlaceless = false): string | undefined {
  const isVenue = ({ text, before }: NamePhrase) =>
    venueWords.test(text) || /^\d/.test(text) || /\bhotel (?:name )?(?:is )?$/.test(before)
  const placed = names.filter((name) => /\bat (?:the )?(?:hotel |restaurant )?$/.test(name.before))
  const candidates = [
    placed,
    names.filter((name) => isVenue(name) && (cues.at?.test(name.before) || cues.object?.test(name.before))),
    names.filter(({ before, after }) => cues.object?.test(before) && /^ (?:in|at|for|on)\b/.test(after)),
    names.filter(isVenue),
  ]
  const chosen = candidates.find((list) => list.length > 0) ?? []
  const [only] = chosen
  if (isPlaceless && only && /^\p{Lu}\p{Ll}+$|['’]s \p{Lu}\p{Ll}+$/u.test(only.text) && !venueWords.test(only.text))
    return undefined
  return new Set(chosen.map(({ text }) => text)).size === 1 ? only?.text : undefined
}

/** Reads the name of an event: of the tickets, or before "concert" or "game". */
export function readEvent(names: readonly NamePhrase[]): string | undefined {
  const found = names
    .filter(
      ({ before, after }) =>
        /\b(?:tickets?(?: to| for)?|event called|event named|event|see|performance by|concert (?:of|by)|game|attend|is for) (?:to |for )?(?:the |a )?(?:event |match |game |concert |show |event called )?$/.test(
          before,
        ) || /^ (?:game|match|concert|show|performance|event|gig)\b/.test(after),
    )
    .filter(
      ({ text, after }) =>
        !(/^\p{Ll}/u.test(text) && /^ in .* in /.test(after)) &&
        !(/^ (?:events?|shows?|concerts?|games?)\b/.test(after) && eventKind.test(text)),
    )
  return new Set(found.map(({ text }) => text)).size === 1 ? found[0]?.text : undefined
}

const eventKind =
  /^(?:sports?|music(?:al)?|theat(?:er|re)|pop|rock|jazz|country|classical|live|baseball|basketball|football|soccer)$/i

/** Cues of people by the words of their field. */
const people: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:direct(?:or|ed by))\b/, /\b(?:directed by|director(?: is)?|movie by|film by) $/],
  [/\b(?:actors?|cast|starring)\b/, /\b(?:starring|with|actors?|actress|featuring|features|stars|cast) $/],
  [/\b(?:artist|singer|band|performer|author|writer|composer)\b/, /\bby $/],
  [/\b(?:therapist|doctor|dentist|stylist|provider|lawyer)\b/, /\b(?:with|see|visit) (?:dr\.? |doctor )?$/],
  [/\b(?:recipient|receiver|contact|payee)\b/, /\b(?:to|of|for|with|on|into) (?:my |your |the |friend |contact )*$/],
  [
    /./,
    /\b(?:under(?: the)?(?: name)?(?: of)?|name is|name's|name:|named|this is|i am|i'm|called|booked by|in the name of|transfer(?:red)? (?:¤+ )?to|payment to|sent (?:¤+ )?to|send (?:¤+ )?to|(?:received?|refund) (?:¤+ )?from|set up for|paid|details (?:for|of)|profile of|information (?:for|about|on)|contact) $/,
  ],
]

/** Words after "I'm" that are not names. */
const noPerson =
  /^\p{Ll}+(?:ing|ed)\b|^(?:not|so|very|really|happy|sure|here|sorry|afraid|unable|able|still|just|out|back|late|away|abroad|home|ready|done|new|stuck|aware|quite|in|at|on|from|also|a|an|the)(?!\p{L})/u

/** Reads the name of a person by the words before it that the field expects. */
export function readPerson({ field }: Role, names: readonly NamePhrase[], roles: readonly Role[]): string | undefined {
  const words = `${field.name} ${field.description.toLowerCase()}`
  const cue = people.find(([pattern]) => pattern.test(words))?.[1]
  const isRecipient = /recipient|receiver|payee/.test(words)
  const found = names.filter(
    ({ text, before, after }) =>
      (cue?.test(before) && !(/\b(?:i am|i['’]m) $/.test(before) && noPerson.test(text))) ||
      (isRecipient && /^(?:['’]s| ['’]s)? (?:savings|checking|current)? ?account\b/.test(after)) ||
      (before === '' && /^ here\b/.test(after)),
  )
  // "Family Genre" names a field, not a person.
  const own = new Set(roles.flatMap(({ field: other }) => wordsOf(other.name).map(stemOf)))
  const different = [...new Set(found.map(({ text }) => text))].filter(
    (text) =>
      !isFunctionWord(text) &&
      !wordsOf(text).some((word) => own.has(stemOf(word)) || /^(?:genre|type|category|style)$/i.test(word)),
  )
  return different.length === 1 ? different[0] : undefined
}

/** Reads the company that was paid. */
export function readCompany(names: readonly NamePhrase[]): string | undefined {
  const found = names.filter(
    ({ before }) =>
      /\b(?:spen[dt]|pa(?:y|id)|payment|purchase|charge|bought|transaction|transactions)\b/.test(before) &&
      /\b(?:at|in|with) (?:the )?$/.test(before),
  )
  return found.length === 1 ? found[0]?.text : undefined
}
