import { typesOf } from '../json/json-schema.ts'
import { findFormula } from '../skills/arithmetic/find-formula.ts'
import { escapeRegExp } from '../words.ts'
import type { Evidence } from './candidate.ts'
import { type CodedName, findCurrencies, findLanguages } from './codes.ts'
import type { Extractor, FilledField } from './extractor.ts'
import { directionOf, type Field, isFormulaField, kindsOf } from './field.ts'
import { findGivenName, findLabeledValue } from './labeled-value.ts'
import { readBoolean } from './read-boolean.ts'
import { toFieldValue } from './to-field-value.ts'

/** Finds values that need no scoring: booleans, formulas, languages, currencies and labeled values. */
export function findDirectly(field: Field, evidence: Evidence, extractor: Extractor): FilledField | undefined {
  const { text } = evidence
  const types = typesOf(field.schema)
  if (field.schema.enum) return undefined
  if (types.includes('boolean')) {
    const value = readBoolean(field, text)
    return value === undefined ? undefined : { value, source: '' }
  }
  if (types.includes('string')) {
    const listed = findListed(field, text)
    if (listed) return { value: listed, source: listed }
    const coded = findCoded(field, text)
    if (coded) return coded
    const formula = isFormulaField(field) ? findFormula(text) : undefined
    if (formula) return { value: formula, source: formula }
  }
  const year = /\byear$/.test(field.name) ? readYear(evidence) : undefined
  if (year) return { value: types.includes('string') ? year : Number(year), source: year }
  const isName = /\b(?:name|title)$/.test(field.name) && kindsOf(field)[0] !== 'organization'
  const label = (isName ? findGivenName(text) : undefined) ?? findLabeledValue(text, field)
  return label === undefined ? undefined : convertLabel({ field, label }, evidence, extractor)
}

/** Returns the only value that the text names of those that the description lists: "Options include 'lunch' or 'dinner'". */
function findListed({ description }: Field, text: string): string | undefined {
  const list = /\b(?:options|values|choices)\b(?: are| include|:)+(.*)|\b(?:one of|either)\b(.*)/is.exec(description)
  const options = [...(list?.[1] ?? list?.[2] ?? '').matchAll(/['"‘“](\p{L}[\p{L} -]{1,30})['"’”]/gu)].map(
    ([, one = '']) => one,
  )
  const named = options.filter((one) => new RegExp(`(?<![\\p{L}])${escapeRegExp(one)}(?![\\p{L}])`, 'iu').test(text))
  return named.length === 1 ? named[0] : undefined
}

/** Returns the only year that stands alone: "from 2015", "released in 2019". */
function readYear({ text, candidates }: Evidence): string | undefined {
  const years = [...text.matchAll(/\b(?:from|in|of|since|year|released) ((?:19|20)\d\d)\b(?![-/.]\d)/gi)]
  const [only] = years
  const isInDate = candidates.some(
    ({ kind, start, end, date }) =>
      kind === 'date' && date?.start.isCertain('day') && start <= (only?.index ?? 0) && end > (only?.index ?? 0),
  )
  return years.length === 1 && !isInDate ? only?.[1] : undefined
}

function findCoded(field: Field, text: string): FilledField | undefined {
  const isLanguage = /\b(?:language|lang|locale)\b/.test(field.name)
  const isCurrency = /\b(?:currency|currencies)\b/.test(field.name)
  if (!isLanguage && !isCurrency) return undefined
  const found = isLanguage ? findLanguages(text) : findCurrencies(text)
  // "How many yen for 80 pounds": the currency of the amount is the source.
  const source = found.find((name) => isBesideNumber(name, text)) ?? found[0]
  const target = isCurrency ? (found.find((other) => other !== source) ?? source) : found.at(-1)
  const chosen = directionOf(field) === 2 ? target : source
  if (!chosen) return undefined
  const wantsCode =
    isCurrency || /\b(?:code|iso|639)\b/i.test(`${field.name} ${field.description}`) || field.schema.maxLength === 2
  return { value: wantsCode ? chosen.code : chosen.name, source: chosen.text }
}

function isBesideNumber({ position, text: name }: CodedName, text: string): boolean {
  const end = position + name.length
  return (
    /\d$/.test(text.slice(Math.max(0, position - 10), position).trimEnd()) ||
    /^\d/.test(text.slice(end, end + 10).trimStart())
  )
}

/** Converts a labeled value to the type of the field. A date or number within it is parsed. */
function convertLabel(
  { field, label }: { readonly field: Field; readonly label: string },
  { candidates, text }: Evidence,
  extractor: Extractor,
): FilledField | undefined {
  const start = text.indexOf(label)
  const within = candidates.filter((candidate) => candidate.start >= start && candidate.end <= start + label.length + 2)
  const [kind] = kindsOf(field)
  const typed = within.find((candidate) => candidate.kind === kind && (kind === 'number' || kind === 'date'))
  if (typed) {
    const value = toFieldValue(field, typed, extractor)
    return value === undefined ? undefined : { value, source: typed.text }
  }
  if (!typesOf(field.schema).includes('string')) return undefined
  // A labeled value may run on into the sentence; an entity of the expected kind within it is more exact.
  const exact = within.find(
    (candidate) => candidate.kind === kind && /^(?:person|place|organization|email|url)$/.test(kind ?? ''),
  )
  return { value: exact?.text ?? label, source: exact?.text ?? label }
}
