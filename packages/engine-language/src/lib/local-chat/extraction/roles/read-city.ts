import { isCountry } from '../codes.ts'
import { isStateName, withoutState } from './american-states.ts'
import type { NamePhrase } from './name-phrases.ts'
import { facilityWords } from './read-facility.ts'
import type { Role } from './role.ts'

/** Words before a city, by its role. */
const cues: Readonly<Record<'start' | 'end' | 'inside', RegExp>> = {
  start:
    /\b(?:from|leaving(?: from)?|departing(?: from)?|out of|depart(?:ure)? from|departure city(?: is)?:?|pick(?:ed|ing)?(?: it)? up (?:in|at|from)) (?:the )?$/,
  end: /\b(?:to|into|headed (?:to|for)|bound for|towards?|arriv\w+ (?:in|at)|destination of|reach(?:es|ing)?|(?:destination|arrival)(?: city)?(?: is|:)?) (?:the )?$/,
  inside:
    /\b(?:(?<!interested )in|around|near|within|located in|check(?:ing)?[- ]?in(?:to| to)|visit|visiting|far from|close(?:[- ]by)?(?: to)?|nearby|neighbou?ring|next to|(?:area|neighbou?rhood) (?:as|of)|city is|location is|city of|location:|city:) (?:the )?$/,
}

/** Streets, and months and weekdays that no day was read from. */
const noCity =
  / (?:av|ave|avenue|st|street|rd|road|place|square|plaza)\.?$|^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu|fri|sat|sun)\.?$/i

/** Reads the city of a field by the preposition before it; a state, a country or a building is none. */
export function readCity(
  { side, field }: Role,
  names: readonly NamePhrase[],
  roles: readonly Role[],
): string | undefined {
  const cities = names.filter((name) => mayBeCity(name))
  const pairs = findJourneys(cities)
  const [pair] = pairs
  const cue = side === 'start' ? cues.start : side === 'end' ? cues.end : cues.inside
  const found = cities.filter(({ before }) => cue.test(before))
  if (pair && pairs.length === 1 && side)
    return tidyCity(side === 'start' ? pair.first.text : pair.second.text, field.name, side)
  // "Sacramento to San Diego" is one journey; a pick-up "in Fremont" has no other city.
  const chosen =
    found.length > 0
      ? found
      : side === undefined
        ? cities.filter((name) => isPlaced(name, roles))
        : side === 'start'
          ? cities.filter(({ before }) => cues.inside.test(before))
          : []
  const different = [...new Set(chosen.map(({ text }) => tidyCity(text, field.name, side)))].filter(
    (city) => city !== undefined,
  )
  return different.length === 1 ? different[0] : undefined
}

/** Returns whether a name is none of a building, a street, a class or a pair of names. */
function mayBeCity({ text, after, isJoined }: NamePhrase): boolean {
  return (
    !facilityWords.test(text) &&
    !/\bhotel\b/i.test(text) &&
    !/^(?:\d|The )/.test(text) &&
    !noCity.test(text) &&
    !/ (?:restaurant|inn|grill|caf[eé]|apartments|suites)$/i.test(text) &&
    !/^ (?:(?:class|genre|style|category|music)\b|seat|\d+(?:st|nd|rd|th)\b)/.test(after) &&
    !isJoined
  )
}

/** Finds the pairs of cities in "Sacramento to San Diego". */
function findJourneys(cities: readonly NamePhrase[]): { readonly first: NamePhrase; readonly second: NamePhrase }[] {
  return cities.flatMap((first, index) => {
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
}

/** Returns whether "at" or "for" before a name, or a forecast after it, is about a city, given what else is requested. */
function isPlaced({ before, after }: NamePhrase, roles: readonly Role[]): boolean {
  const isAlone = !roles.some(({ kind }) =>
    ['venue', 'event', 'person', 'provider', 'company', 'facility'].includes(kind),
  )
  return (
    (isAlone && /\b(?:for|at) $/.test(before) && isWhole(after)) ||
    (/\bat $/.test(before) &&
      isWhole(after) &&
      !roles.some(({ kind }) => ['venue', 'person', 'provider'].includes(kind))) ||
    /^ (?:weather|forecast)\b/.test(after)
  )
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

function tidyCity(text: string, name: string, side: Role['side']): string | undefined {
  const city = withoutState(text).replace(/^(?:the )?(?:city|town)(?: of)? (?=\S)/i, '')
  // A journey "to LA" ends in a city.
  if (side && /^[A-Z]{2}$/.test(city)) return city
  if (/\b(?:city|town)\b/.test(name) && (isStateName(city) || isCountry(city))) return undefined
  return city
}
