import { DateTime } from 'luxon'
import type { Extractor, FilledField } from '../extraction/extractor.ts'
import { type Field, fieldStems, kindsOf } from '../extraction/field.ts'
import { findLabeledValue } from '../extraction/labeled-value.ts'
import { findPlacePhrase } from '../extraction/request-phrases.ts'
import { isNumeric, optionText, typesOf } from '../json/json-schema.ts'
import { contentStems, splitIdentifier, stemOf, wordsOf } from '../words.ts'
import { findRussianDates } from './dates.ts'
import { writeFigures } from './figures.ts'
import { glossRequest, translateWord } from './glossary.ts'
import { measureAfter, measuresOf } from './measures.ts'
import { readRussianRole } from './read-roles.ts'

interface Figure {
  readonly value: number
  readonly text: string
  readonly start: number
  readonly measure: string | undefined
}

/** Text that is read, with what was found in it. */
interface Reading {
  readonly text: string
  readonly figures: Figure[]
  readonly extractor: Extractor
  readonly fields: readonly Field[]
}

/**
 * Extracts values for fields from a Russian text: options, numbers by their units, dates, addresses, codes, names and places.
 * A number without a fitting unit fills a field only if nothing else could be meant.
 *
 * @returns The fields found, by path. Names and places are as the text inflects them.
 */
export function fillRussianFields(
  fields: readonly Field[],
  said: string,
  extractor: Extractor,
): Map<string, FilledField> {
  const hasMinutes = fields.some(({ name }) => /\bminutes?\b/.test(name))
  const written = writeFigures(said)
  const text = hasMinutes ? written.replace(/(\d+)\.5\s*час\p{L}*/giu, '$1 час 30 минут') : written
  const reading: Reading = { text, figures: findFigures(text, extractor), extractor, fields }
  const filled = new Map<string, FilledField>()
  const add = (field: Field, value: unknown) => {
    if (value !== undefined) filled.set(field.path, { value, source: String(value) })
  }
  const decided = new Set<string>()
  const open = () => fields.filter(({ path }) => !filled.has(path) && !decided.has(path))
  for (const field of open()) add(field, readLabeled(field, reading))
  const message = { text, now: DateTime.fromJSDate(extractor.now, { zone: extractor.timeZone }), fields }
  for (const field of open()) {
    const value = readRussianRole(field, message)
    if (value === null && !field.isRequired) decided.add(field.path)
    if (value !== null) add(field, value)
  }
  for (const field of open()) add(field, readOption(field, reading))
  for (const field of open()) add(field, readMeasured(field, reading))
  for (const field of open()) add(field, readLonely(field, reading, open()))
  for (const field of open()) add(field, readText(field, reading))
  return filled
}

function findFigures(text: string, { now, timeZone }: Extractor): Figure[] {
  const dates = findRussianDates(text, DateTime.fromJSDate(now, { zone: timeZone }))
  const taken = [
    ...dates.map(({ start, text: found }) => ({ start, end: start + found.length })),
    ...[...text.matchAll(addresses)].map(({ index, 0: found }) => ({ start: index, end: index + found.length })),
  ]
  return [...text.matchAll(/(?<![\p{L}\d.:-])(-?\d+(?:\.\d+)?)(?![\d:]|-\p{L}|\.\d)/gu)]
    .filter(({ index }) => !taken.some(({ start, end }) => start <= index && index < end))
    .map(({ 0: found, index }) => ({
      value: Number(found),
      text: found,
      start: index,
      measure: measureAfter(text.slice(index + found.length, index + found.length + 30)),
    }))
}

const addresses =
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?:\/\/\S+|(?<![\w-])(?:\+?\d{1,3}[ -]?)?\(?\d{3}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?![\w-])|\d{1,2}:\d{2}/g

/** Returns the value of a line such as `customer_id: cu_88`, as tool results are written. */
function readLabeled(field: Field, { text }: Reading): unknown {
  if (field.schema.enum) return undefined
  const label = findLabeledValue(text, field)
  if (label === undefined || !isNumeric(field.schema))
    return typesOf(field.schema).includes('string') ? label : undefined
  const value = Number(label)
  return label.trim() !== '' && Number.isFinite(value) && fits(field, value) ? value : undefined
}

/** Returns the option that the text names, in Russian, or by the English word that the glossary has for it. */
function readOption({ schema }: Field, { text }: Reading): unknown {
  if (!schema.enum) return undefined
  const words = wordsOf(text)
  const stems = new Set(words.flatMap((word) => [stemOf(word), stemOf(translateWord(word) ?? word)]))
  const named = schema.enum.filter((option) => {
    const parts = wordsOf(splitIdentifier(optionText(option))).map(stemOf)
    return parts.length > 0 && option !== null && parts.every((part) => stems.has(part))
  })
  return named.length === 1 ? named[0] : undefined
}

function take(field: Field, figures: Figure[], figure: Figure | undefined): number | undefined {
  if (!figure || !fits(field, figure.value)) return undefined
  figures.splice(figures.indexOf(figure), 1)
  return figure.value
}

function fits({ schema }: Field, value: number): boolean {
  const types = typesOf(schema)
  if (!types.includes('number') && !Number.isInteger(value)) return false
  const { minimum, maximum } = schema
  return !(typeof minimum === 'number' && value < minimum) && !(typeof maximum === 'number' && value > maximum)
}

/** Returns the number whose unit is that of the field, if it is the only one. */
function readMeasured(field: Field, { figures, fields }: Reading): number | undefined {
  if (!isNumeric(field.schema) || field.schema.enum) return undefined
  const own = measuresOf(splitIdentifier(field.name))
  const measures = own.length > 0 ? own : measuresOf(field.description)
  const fitting = figures.filter(({ measure }) => measure !== undefined && measures.includes(measure))
  const rivals = fields.filter((other) => other !== field && isNumeric(other.schema) && sameMeasure(other, measures))
  return fitting.length === 1 && rivals.length === 0 ? take(field, figures, fitting[0]) : undefined
}

function sameMeasure(field: Field, measures: readonly string[]): boolean {
  const own = measuresOf(splitIdentifier(field.name))
  return (own.length > 0 ? own : measuresOf(field.description)).some((measure) => measures.includes(measure))
}

/** Returns the only number without a unit, if the text names the field, or a required field is the only one of numbers. */
function readLonely(field: Field, { text, figures, fields }: Reading, open: readonly Field[]): number | undefined {
  if (!isNumeric(field.schema) || field.schema.enum) return undefined
  const plain = figures.filter(({ measure }) => measure === undefined)
  if (plain.length !== 1 || figures.length !== 1) return undefined
  const stems = new Set([...contentStems(text), ...contentStems(glossRequest(text))])
  const { name, description } = fieldStems(field)
  const isNamed = [...name, ...description].some((stem) => stems.has(stem))
  const named = open.filter(
    (other) =>
      isNumeric(other.schema) &&
      [...fieldStems(other).name, ...fieldStems(other).description].some((stem) => stems.has(stem)),
  )
  const isOnly = field.isRequired && fields.filter(({ schema }) => isNumeric(schema)).length === 1 && !hasCode(fields)
  return (isNamed && named.length === 1) || isOnly ? take(field, figures, plain[0]) : undefined
}

function hasCode(fields: readonly Field[]): boolean {
  return fields.some((field) => !isNumeric(field.schema) && kindsOf(field)[0] === 'code')
}

function readText(field: Field, reading: Reading): unknown {
  const { text, extractor, fields } = reading
  if (field.schema.enum || !typesOf(field.schema).includes('string')) return undefined
  const kind = kindOf(field)
  if (kind === 'email') return text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/)?.[0]
  if (kind === 'url') return text.match(/https?:\/\/[^\s<>"')]+[^\s<>"').,;:!?]/)?.[0]
  if (kind === 'phone')
    return text.match(/(?<![\w-])(?:\+?\d{1,3}[ -]?)?\(?\d{3}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?![\w-])/)?.[0]
  if (kind === 'date') return readDate(field, text, extractor)
  const rivals = fields.filter(
    (other) => other !== field && typesOf(other.schema).includes('string') && kindOf(other) === kind,
  )
  if (rivals.length > 0) return undefined
  if (kind === 'code') return readCode(reading)
  if (kind === 'person') return readPerson(text)
  return kind === 'place' ? readPlace(text, `${field.name} ${field.description}`.toLowerCase()) : undefined
}

function kindOf(field: Field): string | undefined {
  const words = `${field.name} ${field.description}`.toLowerCase()
  if (/почт|e-?mail/.test(words)) return 'email'
  if (/телефон/.test(words)) return 'phone'
  if (field.schema.format === undefined && /(?:^|\s)(?:дат[аы]|срок)/.test(words)) return 'date'
  if (/город|комнат|помещени|\broom\b|место/.test(words)) return 'place'
  if (/(?:^|\s)(?:имя|фамилия|фио|получател|клиент)/.test(words)) return 'person'
  if (/\b(?:customer|recipient|person|author)\b/.test(words) && !/\bid\b/.test(field.name)) return 'person'
  return kindsOf(field)[0]
}

function readDate({ schema, name }: Field, text: string, { now, timeZone }: Extractor): string | undefined {
  const dates = findRussianDates(text, DateTime.fromJSDate(now, { zone: timeZone }))
  const [only] = dates
  if (!only || dates.length !== 1 || /\btime\b/.test(name) || schema.format === 'time' || schema.format === 'date-time')
    return undefined
  return only.date.toFormat('yyyy-MM-dd')
}

/** A code has letters and figures, or it is the only number without a unit. */
function readCode({ text, figures }: Reading): string | undefined {
  const codes =
    text.match(/(?<![\p{L}\d@.-])(?=[\p{Lu}\d-]*\d)(?=[\d-]*\p{Lu})[\p{Lu}\d]+(?:-[\p{Lu}\d]+)*(?![\p{L}\d@-])/gu) ?? []
  if (codes.length === 1) return codes[0]
  const plain = figures.filter(({ measure }) => measure === undefined)
  return codes.length === 0 && plain.length === 1 ? plain[0]?.text : undefined
}

/** A person is named after an introduction, or by the only capitalized words that follow no preposition of place. */
function readPerson(text: string): string | undefined {
  const name = String.raw`(\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){0,2})`
  const introduced = new RegExp(
    String.raw`(?:меня зовут|его зовут|ее зовут|это|имя[: —-]+|для|от|клиент\p{L}*|с|со|к)\s+${name}`,
    'u',
  ).exec(text)
  if (introduced) return introduced[1]
  const names = [...text.matchAll(new RegExp(String.raw`(?<=[\p{Ll}\d,:«»—–-] )${name}`, 'gu'))].filter(
    ({ index }) => !/(?:^|\s)(?:в|во|из|на|до|под|у|около)\s*$/iu.test(text.slice(Math.max(0, index - 8), index)),
  )
  return names.length === 1 ? names[0]?.[1] : undefined
}

function readPlace(text: string, words: string): string | undefined {
  const named = [...text.matchAll(/(?:^|\s)(?:в|во|из|до|под|на)\s+(\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){0,2})/gu)]
  if (named.length > 0) return named.length === 1 ? named[0]?.[1] : undefined
  return /город|\bcity\b/.test(words) ? undefined : findPlacePhrase(text)
}
