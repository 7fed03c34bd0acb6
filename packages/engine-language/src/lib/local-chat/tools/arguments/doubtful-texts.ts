import { type Field, kindsOf, toField } from '../../extraction/field.ts'
import type { JsonSchema } from '../../json/json-schema.ts'
import { escapeRegExp, splitIdentifier, stemOf, wordsOf } from '../../words.ts'
import type { LocalTool } from '../local-tool.ts'

/** Text of an argument, with the message and the other arguments. */
export interface StatedText {
  /** Name of the parameter. */
  readonly name: string
  readonly value: string
  /** Message. */
  readonly text: string
  /** All arguments. */
  readonly values: Readonly<Record<string, unknown>>
}

/** Returns whether a word of the parameter's name, or the thing that the tool is for, stands next to the value. */
export function isBeside(tool: LocalTool, { name, value, text }: StatedText): boolean {
  const words = splitIdentifier(name).split(' ')
  const things = [...words, splitIdentifier(tool.name).split(' ').at(-1) ?? ''].map((word) =>
    escapeRegExp(word.replace(/s$/, '')),
  )
  const head = things.at(-2) ?? ''
  const one = escapeRegExp(value)
  const near = [
    ...wordsOf(text.slice(0, text.indexOf(value))).slice(-2),
    ...wordsOf(text.slice(text.indexOf(value) + value.length)).slice(0, 3),
  ].map(stemOf)
  if (words.map(stemOf).some((stem) => stem.length > 2 && near.includes(stem))) return true
  return new RegExp(`${one} (?:${things.join('|')})|${head}s?(?: is| of| as| to|:)? (?:the |an? )?${one}`, 'i').test(
    text,
  )
}

/** Returns whether a name is without a place: it may belong to another text if that has one, too, and no word says which is which. */
export function isUnplaced(tool: LocalTool, field: Field, stated: StatedText): boolean {
  const { value, text, values } = stated
  const others = Object.entries(values).filter(
    ([name, one]) => name !== field.path && typeof one === 'string' && one !== '',
  )
  if (others.some(([, one]) => one === value) && kindsOf(field)[0] !== 'place') return true
  const isAlone = !others.some(
    ([name, one]) =>
      /^\p{Lu}/u.test(String(one)) &&
      kindsOf(toField([name], tool.document.root.properties?.[name] as JsonSchema, true))[0] === kindsOf(field)[0],
  )
  return (
    !isAlone &&
    !isBeside(tool, stated) &&
    !/\b(?:from|to|into|for|by|with|in|at|under|called|named|titled|on) (?:the )?$/i.test(
      text.slice(0, text.indexOf(value)),
    )
  )
}

/** Returns whether another argument of the tool has the same words. */
export function repeats({ document: { root } }: LocalTool, { name, value, values }: StatedText): boolean {
  return Object.entries(values).some(
    ([other, one]) => other !== name && one === value && root.properties?.[other] !== undefined,
  )
}

/** Returns whether a date is another than the one stated: in a year that the message does not name although it names another, or the first of a month that has no day. */
export function isOtherDate({ value, text, values }: StatedText): boolean {
  const said = JSON.stringify(Object.values(values))
  const years = [...text.matchAll(/(?<!\d)(?:19|20)\d\d(?!\d)/g)].map(([year]) => year)
  return (
    years.some((year) => !said.includes(year)) ||
    (/^\d{4}-\d\d-01/.test(value) && /\bmonth\b/i.test(text) && !/\b(?:1st|first|0?1)\b/i.test(text))
  )
}

/** Returns whether a text is an option of another parameter: "Celsius" is a unit, not a place, if the tool has it among the options of another parameter. */
export function isOptionOfOther({ document: { root } }: LocalTool, { name, value }: StatedText): boolean {
  return Object.entries(root.properties ?? {}).some(
    ([other, schema]) =>
      other !== name &&
      typeof schema === 'object' &&
      (schema.enum ?? []).some((one) => String(one).toLowerCase() === value.toLowerCase()),
  )
}

/** Returns whether a text has another argument in it: "Psychiatrist in Palo Alto" has the city that is an argument of its own. */
export function containsOther({ name, value, values }: StatedText): boolean {
  return Object.entries(values).some(
    ([other, one]) =>
      other !== name && typeof one === 'string' && one.length > 2 && value !== one && value.includes(one),
  )
}

/** Names of parameters for a date or a time. */
export const dateName =
  /\b(?:date|day|time|when|deadline|due|birthday|dob|until|since|start|end|begin|from|to|check ?in|check ?out|arrival|departure|month|week|timestamp|period|range|datetime)\b/

/** Names of the months, as alternatives of a pattern. */
export const months = 'January|February|March|April|May|June|July|August|September|October|November|December'
const weekdays = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday'

/** Returns whether a name is a part of a date: "March" in "the 11th of March", which is no place. */
export function isOfDate(value: string, text: string): boolean {
  if (new RegExp(`^(?:${weekdays})$`).test(value)) return true
  return (
    new RegExp(`^(?:${months})$`).test(value) &&
    new RegExp(String.raw`\d(?:st|nd|rd|th)?(?: of)? ${value}\b|\b${value} \d`).test(text)
  )
}

/** Returns whether the dollars are of another country: "Canadian dollars" are no US dollars. */
export function isForeignDollar(value: string, text: string): boolean {
  return value === 'USD' && /\b(?!US|American)\p{Lu}\p{L}+ dollars?\b/u.test(text)
}
