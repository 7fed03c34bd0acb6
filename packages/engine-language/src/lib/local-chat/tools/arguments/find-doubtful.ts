import { type Field, hasOwnForm, isPhraseField, kindsOf, toField } from '../../extraction/field.ts'
import { isNumeric, type JsonSchema, typesOf } from '../../json/json-schema.ts'
import { contentStems, escapeRegExp, isFunctionWord, isQuoted, splitIdentifier, stemOf, wordsOf } from '../../words.ts'
import type { LocalTool } from '../local-tool.ts'
import {
  containsOther,
  dateName,
  isBeside,
  isForeignDollar,
  isOfDate,
  isOptionOfOther,
  isOtherDate,
  isUnplaced,
  repeats,
  type StatedText,
} from './doubtful-texts.ts'
import { findMeasuredNumbers } from './measured-numbers.ts'
import type { ReadNumbers } from './read-numbers.ts'
import { namesSeveral } from './stated-options.ts'

/** Readings of a message that are beyond doubt. */
export interface SureReadings {
  readonly numbers: ReadNumbers
  readonly texts: ReadonlyMap<string, string>
}

/**
 * Finds the arguments that the message does not state beyond doubt: they are left out, or asked for if they are required.
 *
 * @returns Their names.
 */
export function findDoubtful(
  tool: LocalTool,
  text: string,
  value: Readonly<Record<string, unknown>>,
  sure: SureReadings,
): string[] {
  const { root } = tool.document
  return Object.entries(value).flatMap(([name, one]) => {
    const schema = root.properties?.[name]
    if (typeof schema !== 'object' || one === schema.default || sure.texts.has(name) || sure.numbers.values.has(name))
      return []
    return isDoubtful(tool, { name, schema, value: one, text, values: value }) ? [name] : []
  })
}

interface Argument {
  readonly name: string
  readonly schema: JsonSchema
  readonly value: unknown
  readonly text: string
  /** All arguments. */
  readonly values: Readonly<Record<string, unknown>>
}

function isDoubtful(tool: LocalTool, { name, schema, value, text, values }: Argument): boolean {
  const isRequired = (tool.document.root.required ?? []).includes(name)
  if (typeof value === 'number' && isNumeric(schema)) return !isOnlyNumber(tool, text, value)
  if (typeof value === 'boolean') return namesBoth(schema, text)
  if (Array.isArray(value) && !isList(value, text)) return true
  if (Array.isArray(value))
    return !isRequired && !value.every(isCapitalized) && (!namesParameter(name, text) || value.some(isObject))
  if (typeof value !== 'string' || !typesOf(schema).includes('string')) return false
  const field = toField([name], schema, isRequired)
  if (schema.enum && namesSeveral(field, text)) return true
  if (schema.enum) return /^\d+$/.test(value) ? !countsThing(name, { value, text }) : !namesOption(value, text)
  return isDoubtfulText(tool, field, { name, value, text, values })
}

function isDoubtfulText(tool: LocalTool, field: Field, stated: StatedText): boolean {
  const { value, text } = stated
  if (isOtherThing(tool, field, stated) || namesSeveral(field, text)) return true
  // A name is no type: "a Bryan Adams concert".
  if (/\b(?:type|kind|genre)$/.test(field.name) && /^\p{Lu}\p{L}+ \p{Lu}\p{L}+/u.test(value)) return true
  if (kindsOf(field)[0] === 'url' && !/[.:/]/.test(value)) return true
  if (hasOwnForm(field) || field.schema.format) return false
  if (isPiece(tool, field, stated) || isOptionOfOther(tool, stated)) return true
  const isSaid = new RegExp(String.raw`(?<!\p{L})${escapeRegExp(value)}(?!\p{L})`, 'iu').test(text)
  if (!isSaid) return isPiecedTogether(stated)
  const isFree = tool.change !== undefined || isPhraseField(field)
  if (!isFree && wordsOf(value).length > 3 && /^\p{Ll}/u.test(value) && !isQuoted(text, value)) return true
  if (kindsOf(field)[0] === 'place' && followsPlacePreposition(stated)) return false
  if (isQuoted(text, value)) return repeats(tool, stated)
  const isName = /(?<!\p{L})\p{Lu}|^\d/u.test(value)
  if (isName) return isUnplaced(tool, field, stated)
  if (!isFree && /\s(?:of|in|with|for|from|at|by|on)\s/.test(value)) return true
  if (isBeside(tool, stated)) return false
  // Common words: those of the tool itself are what it is for, not what it is about.
  const own = new Set([...wordsOf(splitIdentifier(tool.name)), ...wordsOf(tool.summary)].map(stemOf))
  return !isFree || wordsOf(value).every((word) => own.has(stemOf(word)))
}

/** A date for a text that is none, the words of another argument, other dollars, the "C" of "C#". */
function isOtherThing(tool: LocalTool, field: Field, stated: StatedText): boolean {
  const { value, text } = stated
  const isDate = /^\d{4}-\d\d-\d\d/.test(value) && !text.includes(value)
  if (isDate && (!dateName.test(field.name) || isOtherDate(stated))) return true
  if (isOfDate(value, text) && !dateName.test(field.name)) return true
  if (!field.isRequired && text.split(value).length === 2 && repeats(tool, stated)) return true
  return isForeignDollar(value, text) || new RegExp(`${escapeRegExp(value)}[#+]`).test(text)
}

/** A piece of a question, or a run of words that has another argument in it. */
function isPiece({ change }: LocalTool, { name }: Field, stated: StatedText): boolean {
  const { value, text } = stated
  if (isQuoted(text, value)) return false
  const mayAsk = /\b(?:query|question|search|text|message|prompt|body|content|input|q)\b/.test(name)
  const isQuestion = !mayAsk && /^(?:what|who|when|where|which|how|why|is|are|can|could)\b/i.test(value)
  const isAttribute = change === undefined && !mayAsk && /^(?:of|in|for|with|at|by|from|on)\s/.test(value)
  // The second word of a name: "GO" of "Pokemon GO".
  if (
    change === undefined &&
    /^\p{Lu}/u.test(value) &&
    /(?<=\p{Ll} )\p{Lu}\p{L}+ $/u.test(text.slice(0, text.indexOf(value)))
  )
    return true
  // A name does not go on after the end of a sentence.
  if (change === undefined && /\p{Ll}{3}[.!?] \p{Lu}/u.test(value)) return true
  return isQuestion || isAttribute || (change === undefined && containsOther(stated))
}

/** Words of the message that do not follow each other in it. */
function isPiecedTogether({ value, text }: StatedText): boolean {
  const words = wordsOf(value)
  const said = new Set(wordsOf(text))
  return words.length > 2 && /^\p{Ll}/u.test(value) && words.every((word) => said.has(word))
}

function followsPlacePreposition({ value, text }: StatedText): boolean {
  return /\b(?:in|near|at|around|from|to) (?:the )?$/i.test(text.slice(0, text.indexOf(value)))
}

/** The only number of a message belongs to the only parameter for one. */
function isOnlyNumber({ document: { root } }: LocalTool, text: string, value: number): boolean {
  const slots = Object.values(root.properties ?? {}).filter((schema) => typeof schema === 'object' && isNumeric(schema))
  const [only, ...more] = findMeasuredNumbers(text).filter(
    ({ isYear, ordinalOf }) => !isYear && ordinalOf === undefined,
  )
  return slots.length === 1 && more.length === 0 && only?.value === value
}

/** Texts of the message are a list if nothing but commas and conjunctions stands between them. */
function isList(items: readonly unknown[], text: string): boolean {
  const places = items.map((one) => (typeof one === 'string' ? text.indexOf(one) : -1))
  return items.slice(1).every((_, index) => {
    const [start = -1, next = -1] = places.slice(index, index + 2)
    if (start < 0 || next < start) return true
    return /^[\s,;:&/"'“”‘’()[\]-]*(?:(?:and|or|with|plus|then|the|an?|also)[\s,"'“‘]+)*$/i.test(
      text.slice(start + String(items[index]).length, next),
    )
  })
}

/** "A formatted string as well as an array" names what is returned if the parameter is true, and what if it is false. */
function namesBoth({ description = '' }: JsonSchema, text: string): boolean {
  const [, whenTrue = '', whenFalse = ''] =
    /^(.+?) if true\b(?:,? (?:or|and|else))?,?(.+?) if false\b/i.exec(description) ?? []
  const said = contentStems(text)
  const [one, other] = [contentStems(whenTrue), contentStems(whenFalse)]
  const names = (own: ReadonlySet<string>, rival: ReadonlySet<string>) =>
    [...own].some((stem) => !rival.has(stem) && said.has(stem))
  return names(one, other) && names(other, one)
}

const isCapitalized = (one: unknown): boolean => typeof one === 'string' && /^\p{Lu}/u.test(one)
const isObject = (one: unknown): boolean => typeof one === 'object'

function namesParameter(name: string, text: string): boolean {
  const said = contentStems(text)
  return wordsOf(splitIdentifier(name)).some((word) => said.has(stemOf(word)))
}

/** "3 nights" is no rating: a number among the options belongs to the thing that it counts. */
function countsThing(name: string, { value, text }: { value: string; text: string }): boolean {
  const things = wordsOf(splitIdentifier(name))
    .filter((word) => word.length > 2 && !isFunctionWord(word) && word !== 'number')
    .map((word) => escapeRegExp(word.replace(/s$/, '')))
  const thing = `(?:${things.join('|')})s?`
  return new RegExp(
    String.raw`(?<![\d.,:/-])${value}[ -](?:\p{L}+ )?${thing}|(?<!\p{L})${thing}(?: is| of|:)? ${value}(?![\d.,:/-])`,
    'iu',
  ).test(text)
}

function namesOption(value: string, text: string): boolean {
  const said = contentStems(text)
  return (
    [...contentStems(splitIdentifier(value))].some((stem) => said.has(stem)) ||
    text.toLowerCase().includes(value.toLowerCase())
  )
}
