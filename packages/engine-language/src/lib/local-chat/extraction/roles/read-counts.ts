import type { CountGroup, Role } from './role.ts'

const words = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')
const numeral = `(\\d{1,4}|${words.join('|')})`
const adjective = '(?:[a-z-]+ ){0,3}?'

const nouns: Readonly<Record<CountGroup, string>> = {
  adults: 'adults?|grown-?ups?',
  kids: 'kids?|child(?:ren)?|infants?|toddlers?|bab(?:y|ies)|sons?|daughters?|girls?|boys?|teenagers?',
  rooms: '(?:bed)?rooms?|suites?',
  days: 'days?|nights?',
  tickets: 'tickets?',
  people:
    'people|persons?|guests?|travell?ers?|passengers?|riders?|members?|residents?|pax|diners|seats?|adults?|friends|tickets?|of us',
  stars: 'stars?',
}

/** Counts whose noun is left out, as in "a table for 4" and "just one": they count people. */
const bare = new RegExp(
  String.raw`\b(?:(?:party|group|table) of ${numeral}(?! (?:day|night|week|hour|minute|year)s?\b)|(?:for|just)\s+(?:just )?${numeral}(?=\s*(?:$|[.,;?!¤]|\b(?:at|on|in|under|today|tomorrow|tonight|this|from|next|and|with|please|for|within|somewhere|that|which|to|near|around|by|not|close|is|located|instead|nearby)\b)))`,
  'giu',
)

/**
 * Reads the number that a text counts with the nouns of a field: "3 adults". Several different ones leave it open.
 *
 * @param text - Message in which days, times and sums are blanked.
 */
export function readCount({ group = 'people' }: Role, text: string, groups: readonly string[]): number | undefined {
  const counted = new RegExp(
    String.raw`(?<![\w.:$€£-])${numeral}[ -]${adjective}(?:${isKnown(group) ? nouns[group] : group})\b`,
    'gi',
  )
  const near = [...text.matchAll(counted)].filter(({ 0: found }) => !crosses(found, group))
  const found = near.map(({ 1: figure }) => toNumber(figure))
  const isParty = group === 'people' || (group === 'adults' && !groups.includes('people'))
  const stated = new RegExp(
    String.raw`\bnumber of (?:${isKnown(group) ? nouns[group] : group})(?: is| are| will be|:) ${numeral}\b`,
    'gi',
  )
  if (found.length === 0) found.push(...[...text.matchAll(stated)].map(({ 1: figure }) => toNumber(figure)))
  if (found.length === 0 && isParty)
    found.push(...[...text.matchAll(bare)].map(({ 1: party, 2: figure }) => toNumber(party ?? figure)))
  const different = new Set(found)
  return different.size === 1 ? found[0] : undefined
}

function isKnown(group: string): group is CountGroup {
  return group in nouns
}

/** Returns whether another counted noun or a clause is between a number and its noun: "2 rooms for adults". */
function crosses(found: string, group: string): boolean {
  const between = found.split(/[ -]/).slice(1, -1).join(' ')
  if (
    /\b(?:for|in|at|on|and|with|to|the|of|is|it|per|or)\b/i.test(between) &&
    !/^of us$/i.test(found.split(' ').slice(-2).join(' '))
  )
    return true
  return Object.entries(nouns).some(
    ([name, pattern]) => name !== group && new RegExp(`\\b(?:${pattern})\\b`, 'i').test(between),
  )
}

function toNumber(figure = ''): number {
  const spoken = words.indexOf(figure.toLowerCase())
  return spoken < 0 ? Number(figure) : spoken
}
