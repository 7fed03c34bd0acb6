import type { WordNet } from '@mira/engine-lexicon'
import { stemOf, wordsOf } from '../words.ts'
import type { Candidate } from './candidate.ts'
import { isCountry } from './codes.ts'
import { type Field, fieldStems, kindsOf, unknownKinds } from './field.ts'

/** Prepositions that indicate roles: "from Berlin to Rome". */
const prepositions: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\b(?:from|origin|source|start|begin|departure|sender|check ?in|since|depart)\b/,
    ['from', 'between', 'starting', 'since'],
  ],
  [
    /\b(?:to|destination|target|end|until|arrival|recipient|check ?out|due|deadline)\b/,
    ['to', 'until', 'till', 'by', 'through', 'for', 'and', 'due'],
  ],
  [/\b(?:city|location|place|country|state|venue|where|region)\b/, ['in', 'at', 'near', 'for', 'around']],
  [/\b(?:restaurant|hotel|venue|store|shop|cafe|bar)\b/, ['at', 'in']],
  [/\b(?:with|attendees?|participants?|guest)\b/, ['with', 'and', 'invite']],
  [/\b(?:author|by|artist|writer|creator)\b/, ['by']],
  [/\b(?:company|organi[sz]ation|employer|school|university|workplace)\b/, ['at', 'for', 'from']],
  [/\b(?:budget|max|maximum|limit|ceiling)\b/, ['under', 'below', 'most', 'than', 'to']],
  [/\b(?:min|minimum|least|floor)\b/, ['over', 'above', 'least', 'than', 'from']],
]

const moneyWords =
  /\b(?:price|cost|amount|total|budget|salary|fee|payment|revenue|money|usd|eur|dollars?|euros?|bill|balance|spend|income|rent)\b/
const countWords =
  /\b(?:count|quantity|number|how many|guests?|people|party|size|limit|max results|results|copies|adults|passengers|seats|num|qty|top|k)\b/
const units: readonly (readonly [RegExp, RegExp])[] = [
  [/\bage\b/, /^(?:years?|yrs?|y)$/],
  [/\bhours?\b/, /^(?:hours?|hrs?|h)$/],
  [/\bminutes?\b/, /^(?:minutes?|mins?)$/],
  [/\bseconds?\b/, /^(?:seconds?|secs?)$/],
  [/\b(?:duration|length|time)\b/, /^(?:minutes?|mins?|hours?|hrs?|seconds?|secs?|days?)$/],
  [/\b(?:days?|nights?|stay)\b/, /^(?:days?|nights?)$/],
  [/\b(?:distance|radius|km|miles)\b/, /^(?:km|kilometers?|kilometres?|miles?|mi|m|meters?)$/],
  [/\b(?:weight|mass|kg)\b/, /^(?:kg|kilos?|kilograms?|lbs?|pounds?|g|grams?)$/],
  [/\b(?:height|width|depth)\b/, /^(?:cm|m|meters?|feet|ft|inches)$/],
  [/\b(?:temperature|temp|degrees?)\b/, /^(?:degrees?|celsius|fahrenheit|c|f)$/],
  [
    /\b(?:guests?|people|party|seats|adults|passengers)\b/,
    /^(?:people|persons?|guests?|adults?|friends|seats|passengers)$/,
  ],
]

/**
 * Scores how well a span fits a field: 0 is not at all, above 1 is certain.
 *
 * Evidence: its kind, nearby words of the field, the preceding preposition, its unit, and WordNet hypernyms.
 */
export function scoreCandidate(field: Field, candidate: Candidate, wordNet: WordNet): number {
  const kinds = kindsOf(field)
  const rank = kinds.indexOf(candidate.kind)
  if (rank < 0 || !isInCountry(field, candidate)) return 0
  const base = kinds === unknownKinds && rank > 1 ? unknownBase : 0.6 - 0.1 * rank
  const score = base + nearbyWords(field, candidate) + preposition(field, candidate)
  if (candidate.date)
    return score + (candidate.date.start.isCertain('day') || candidate.date.start.isCertain('weekday') ? 0.1 : -0.2)
  if (candidate.kind === 'number') return score - 0.3 + numberFit(field, candidate)
  if (candidate.kind === 'noun') return score + unprovenNoun + nounFit(field, candidate, wordNet)
  return score
}

/** A country is no city and no state, and the other way round. */
function isInCountry({ name }: Field, { kind, text }: Candidate): boolean {
  if (kind !== 'place' || !/\b(?:country|city|state|town|region)\b/.test(name)) return true
  return (
    isCountry(text) === /\bcountry\b/.test(name) ||
    /\bcountry\b.*\b(?:city|state)\b|\b(?:city|state)\b.*\bcountry\b/.test(name)
  )
}

/** Returns whether a word of the field's name is near a span. */
export function isBesideName(field: Field, { before, after }: Candidate): boolean {
  const { name } = fieldStems(field)
  return [...before.slice(0, 3), ...after.slice(0, 2)].some((word) => name.has(stemOf(word)))
}

function nearbyWords(field: Field, { before, after }: Candidate): number {
  const stems = fieldStems(field)
  let best = 0
  for (const [words, reach] of [
    [before, 0.6],
    [after, 0.5],
  ] as const) {
    for (const [distance, word] of words.entries()) {
      const stem = stemOf(word)
      const weight = stems.name.has(stem) ? reach : stems.description.has(stem) ? reach / 2 : 0
      best = Math.max(best, weight * (1 - distance * 0.18))
    }
  }
  return best
}

function preposition(field: Field, { before }: Candidate): number {
  const nearest = before.slice(0, 2).filter((_word, index) => index === 0 || /^(?:the|a|my|our)$/.test(before[0] ?? ''))
  const rules = prepositions.filter(([words]) => words.test(field.longName))
  if (rules.some(([, heads]) => nearest.some((word) => heads.includes(word)))) return 0.35
  return 0
}

function numberFit(field: Field, { unit, after, text }: Candidate): number {
  const words = `${field.longName} ${field.description.toLowerCase()}`
  const isMoney =
    (unit !== undefined && unit !== '%') ||
    /^(?:dollars?|euros?|usd|eur|pounds?|bucks|cents|rubles?|roubles?|rub)$/.test(after[0] ?? '')
  if (isMoney) return moneyWords.test(words) ? 0.6 : -0.2
  if (unit === '%') return /\b(?:percent|percentage|rate|discount|share|ratio|tip)\b/.test(words) ? 0.6 : -0.2
  const next = after[0] ?? ''
  if (units.some(([name, sign]) => name.test(field.longName) && sign.test(next))) return 0.6
  if (units.some(([, sign]) => sign.test(next))) return field.isRequired ? -0.05 : -0.6
  if (countWords.test(words)) return 0.25
  return /\d/.test(text) ? 0.1 : 0.05
}

function nounFit(field: Field, { text, before }: Candidate, wordNet: WordNet): number {
  const head = wordsOf(text).at(-1) ?? ''
  if (nounKinds(field, wordNet).some((kind) => wordNet.isA(head, kind) || wordNet.isA(text, kind))) return 0.7
  return isNumberWord(before[0]) ? countedBonus : 0
}

const nounKindsByField = new WeakMap<Field, readonly string[]>()

/** Returns the nouns of a field's name, of which a value is expected to be a kind; looked up once per field. */
function nounKinds(field: Field, wordNet: WordNet): readonly string[] {
  const known = nounKindsByField.get(field)
  if (known) return known
  const named = wordsOf(field.name).filter((word) => !/^(?:name|type|kind|of|the)$/.test(word))
  const words = [...named, ...(named.some((word) => thingWords.test(word)) ? things : [])]
  const kinds = words.filter((word) => wordNet.senses(word).some(({ partOfSpeech }) => partOfSpeech === 'noun'))
  nounKindsByField.set(field, kinds)
  return kinds
}

/** Score of a name for a field of unknown kind. It needs a nearby word of the field or a preposition. */
const unknownBase = 0.25

/**
 * Penalty for nouns, which a text has many of: without a nearby word of the field, a preposition, a count or a hypernym,
 * even a required field stays empty.
 */
const unprovenNoun = -0.25

/** Bonus for counted nouns, which are more likely the subject of a sentence than its other nouns. */
const countedBonus = 0.15

/** Fields that hold a thing, and its hypernyms in WordNet. */
const thingWords = /^(?:products?|items?|objects?|goods|article)$/
const things = ['artifact', 'commodity', 'food']

function isNumberWord(word = ''): boolean {
  return /^\d|^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen)$/.test(word)
}
