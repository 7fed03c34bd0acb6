import { type Field, isPhraseField, kindsOf, toField } from '../extraction/field.ts'
import { stateCode } from '../extraction/roles/american-states.ts'
import { readAddress } from '../extraction/roles/read-names.ts'
import { type JsonSchema, typesOf } from '../json/json-schema.ts'
import { escapeRegExp, isFunctionWord, isQuoted, readQuotations, splitIdentifier, stemOf, wordsOf } from '../words.ts'
import { withoutInnerStop } from './arguments/labeled-texts.ts'

/**
 * Tidies the texts among arguments: a label is cut off, a quotation stands for itself, a place keeps its region if the tool asks
 * for "city, state", and a run of words with a clause of its own is no value.
 *
 * @returns The arguments; a text that is no value is empty if it is required, or left out.
 */
export function tidyArguments(
  root: JsonSchema,
  text: string,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const required = new Set(root.required)
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const schema = root.properties?.[name]
      const isFree = typeof schema === 'object' && typesOf(schema).includes('string') && !schema.enum && !schema.format
      if (!isFree || typeof value !== 'string' || value === schema.default) return [[name, value]]
      const tidied = tidyText(name, schema, { text, value })
      return tidied === '' && !required.has(name) ? [] : [[name, tidied]]
    }),
  )
}

function tidyText(name: string, schema: JsonSchema, { text, value: said }: { text: string; value: string }): string {
  const label = splitIdentifier(name).split(' ').at(-1) ?? name
  const value = said
    .replace(/^(\d+(?:\.\d+)?) (?:or (?:higher|more|above|better|up)|and (?:up|above|higher))$/i, '$1')
    .replace(new RegExp(`^${escapeRegExp(label)}:? (?=\\S)`, 'i'), '')
    .replace(new RegExp(`(?<=\\S) ${escapeRegExp(label)}$`), '')
    .replace(/^(?:good|nice|great|decent|against) (?=\p{L})/u, '')
    .replace(/^(\p{Ll}+) (?=\p{Lu})/u, (whole, word: string) =>
      !isFunctionWord(word) && namesThing(name, schema, word) ? '' : whole,
    )
    .replace(/^(\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*)*)((?: \p{Ll}+)+)$/u, (whole, run: string, more: string) =>
      wordsOf(more).every((word) => namesThing(name, schema, word)) ? run : whole,
    )
    .replace(/^\p{Lu}\p{Ll}+$/u, (whole) => withAdjective(name, schema, { text, value: whole }))
  const field = toField([name], schema, true)
  if (/\s(?:of|the|an?|to|for|in|on|with|and|or|by|from|at)$/i.test(value) && !isQuoted(text, value)) return ''
  if (/^(?:i|you|we|they|he|she|it)['’]\p{L}+$/iu.test(value)) return ''
  if ((namesItself(field, value) && !isQuoted(text, value)) || isInfinitive(text, value)) return ''
  if (kindsOf(field)[0] !== 'place' && /^[A-Z]{2}$/.test(value) && text.includes(`, ${value}`)) return ''
  const [quotation, ...more] = readQuotations(value)
  if (quotation !== undefined && more.length === 0) return withoutInnerStop(field, quotation)
  if (/\b(?:county|city|state|country)$/.test(field.name) && /\d/.test(value)) return ''
  if (/\bstate\b/.test(field.name) && /\babbreviat/i.test(field.description)) return stateCode(value) ?? ''
  if (kindsOf(field)[0] === 'place' || /^(?:loc|location)$/.test(field.name))
    return toPlace(field.description, { text, value })
  return isPhraseField(field) || !isClause(value) ? value : ''
}

/** In "Middle eastern food" the name goes on with an adjective, up to what is named. */
function withAdjective(name: string, schema: JsonSchema, { text, value }: { text: string; value: string }): string {
  const [, whole, thing = ''] =
    new RegExp(String.raw`(?<!\p{L})(${value} \p{Ll}+(?:ern|an|ish|ese|ic)) (\p{Ll}+)`, 'u').exec(text) ?? []
  return whole !== undefined && (namesThing(name, schema, thing) || /^(?:food|cuisine|music)$/.test(thing))
    ? whole
    : value
}

/** In "Sea Green color" the last word says what is named. */
function namesThing(name: string, { description = '' }: JsonSchema, word: string): boolean {
  const own = wordsOf(`${splitIdentifier(name)} ${description}`).map(stemOf)
  return own.includes(stemOf(word))
}

/** "The answer" is no answer: words that only repeat the name of the parameter are no value. */
function namesItself({ name, description }: Field, value: string): boolean {
  // "Type of the therapist" says what is classified, not as what.
  const about = /\b(?:type|kind|category)$/.test(name) ? description.split(/[,(]|\bsuch as\b|\be\.g/)[0] : ''
  const own = new Set(wordsOf(`${name} ${about}`).map(stemOf))
  const words = wordsOf(value).filter((word) => !isFunctionWord(word))
  // A function word may be an option: 'all' for all roots.
  if (words.length === 0) return !new RegExp(`['"‘“]${escapeRegExp(value)}['"’”]`, 'i').test(description)
  return words.every((word) => own.has(stemOf(word)))
}

/** In "a song to listen to", the last verb names no album. */
function isInfinitive(text: string, value: string): boolean {
  return /^\p{Ll}+$/u.test(value) && new RegExp(`\\bto ${value}(?: to\\b|[.?!]|$)`).test(text)
}

/** A value of several words with a pronoun or a modal verb is a piece of the message, not a name. */
function isClause(value: string): boolean {
  return (
    wordsOf(value).length > 3 &&
    /\b(?:i|we|you|my|would|could|should|want|need|like|please|lately|can|will)\b/i.test(value)
  )
}

function toPlace(description: string, { text, value }: { text: string; value: string }): string {
  const city = value.split(/[.!?] /)[0] ?? value
  const street = /\b(?:address|location|pick ?up|street)\b/i.test(description) ? readAddress(text) : undefined
  const address = street && wholeAfter(text, street)
  if (address?.includes(city)) return address
  return /\bcity, ?(?:state|country|region)|city and (?:state|country)/i.test(description)
    ? wholeAfter(text, city)
    : city
}

/** Adds what follows a place after commas: "Chennai" is "Chennai, Tamil Nadu". */
function wholeAfter(text: string, place: string): string {
  const word = String.raw`(?:\p{Lu}\.)+|\p{Lu}\p{L}*`
  const part = String.raw`,\s?(?:${word})(?: (?:${word}))*`
  const found = new RegExp(`${escapeRegExp(place)}(?:${part})+`, 'u')
    .exec(text)?.[0]
    // "Riga, Latvia, can you": the next sentence may be written with a capital.
    .replace(/(?:, ?(?:Can|Could|Would|Will|What|How|Is|Please|Tell|I)(?: \p{L}+)*)+$/u, '')
  return found?.replace(/(?<!\.\p{Lu})[.?!]$/u, '') ?? place
}
