import type { WordNet } from '@mira/engine-lexicon'
import { DateTime } from 'luxon'
import { typesOf } from '../json/json-schema.ts'
import type { Meaning } from '../meaning.ts'
import { findFormula } from '../skills/arithmetic/find-formula.ts'
import type { Candidate, CandidateKind, Evidence } from './candidate.ts'
import { findCurrencies, findLanguages } from './codes.ts'
import { type Field, isFormulaField, isPhraseField, kindsOf } from './field.ts'
import { findCandidates } from './find-candidates.ts'
import { formatDate, isTimeField } from './format-date.ts'
import { findGivenName, findLabeledValue } from './labeled-value.ts'
import { findOptions } from './match-enum.ts'
import { readBoolean } from './read-boolean.ts'
import { scoreCandidate } from './score-candidate.ts'
import { chooseSentiment } from './sentiment.ts'
import { findTopic } from './topic.ts'

/** Dependencies of extraction. */
export interface Extractor {
  readonly meaning: Meaning
  readonly wordNet: WordNet
  readonly now: Date
  readonly timeZone: string
  readonly signal?: AbortSignal | undefined
}

/** Value of a field and the span of text it was extracted from. */
export interface FilledField {
  readonly value: unknown
  readonly source: string
}

/** Minimum score for filling an optional field, and a required one. */
const optionalThreshold = 0.75
const requiredThreshold = 0.3

/** Unambiguous kinds, for which a lower score suffices. */
const plainKinds: readonly CandidateKind[] = ['date', 'email', 'url', 'phone']
const plainThreshold = 0.55

function thresholdOf({ isRequired }: Field, { kind }: Candidate): number {
  if (isRequired) return requiredThreshold
  return plainKinds.includes(kind) ? plainThreshold : optionalThreshold
}

/** Extracts values for fields from a text. Each span fills at most one field. */
export async function fillFields(
  fields: readonly Field[],
  text: string,
  extractor: Extractor,
): Promise<Map<string, FilledField>> {
  const offsetMinutes = DateTime.fromJSDate(extractor.now, { zone: extractor.timeZone }).offset
  const evidence = findCandidates(text, { now: extractor.now, offsetMinutes })
  const filled = new Map<string, FilledField>()
  fillOptions(fields, text, extractor, filled)
  for (const field of fields) {
    if (filled.has(field.path)) continue
    const found = findDirectly(field, text, evidence, extractor)
    if (found) filled.set(field.path, found)
  }
  assignCandidates(fields, evidence, extractor, filled)
  fillPhrases(fields, text, filled)
  await chooseByMeaning(fields, text, extractor, filled)
  return filled
}

/** Fills fields that have the same enum with the options found, in text order. */
function fillOptions(
  fields: readonly Field[],
  text: string,
  { wordNet }: Extractor,
  filled: Map<string, FilledField>,
): void {
  const groups = new Map<string, Field[]>()
  for (const field of fields) {
    if (!Array.isArray(field.schema.enum)) continue
    const key = JSON.stringify(field.schema.enum)
    groups.set(key, [...(groups.get(key) ?? []), field])
  }
  for (const group of groups.values()) {
    const options = optionsOf(group[0])
    const tone = group.length === 1 ? chooseSentiment(text, options) : undefined
    const found = tone === undefined ? findOptions(text, options, wordNet) : [tone]
    const order = group.toSorted((a, b) => directionOf(a) - directionOf(b))
    for (const [index, field] of order.entries()) {
      const option = found[index]
      if (option !== undefined)
        filled.set(field.path, { value: field.schema.enum?.find((value) => String(value) === option), source: option })
    }
  }
}

function directionOf({ name }: Field): number {
  if (/\b(?:from|source|origin|start|min)\b/.test(name)) return 0
  return /\b(?:to|target|destination|end|max)\b/.test(name) ? 2 : 1
}

function optionsOf(field: Field | undefined): string[] {
  return (field?.schema.enum ?? []).filter((value) => value !== null).map(String)
}

/** Finds values that need no scoring: booleans, formulas, languages, currencies and labeled values. */
function findDirectly(field: Field, text: string, evidence: Evidence, extractor: Extractor): FilledField | undefined {
  const types = typesOf(field.schema)
  if (field.schema.enum) return undefined
  if (types.includes('boolean')) {
    const value = readBoolean(field, text)
    return value === undefined ? undefined : { value, source: '' }
  }
  if (types.includes('string')) {
    const coded = findCoded(field, text)
    if (coded) return coded
    const formula = isFormulaField(field) ? findFormula(text) : undefined
    if (formula) return { value: formula, source: formula }
  }
  const given =
    /\b(?:name|title)$/.test(field.name) && kindsOf(field)[0] !== 'organization' ? findGivenName(text) : undefined
  const label = given ?? findLabeledValue(text, field)
  return label === undefined ? undefined : convertLabel(field, label, evidence, extractor)
}

function findCoded(field: Field, text: string): FilledField | undefined {
  const isLanguage = /\b(?:language|lang|locale)\b/.test(field.name)
  const isCurrency = /\b(?:currency|currencies)\b/.test(field.name)
  if (!isLanguage && !isCurrency) return undefined
  const found = isLanguage ? findLanguages(text) : findCurrencies(text)
  // "How many yen for 80 pounds": the currency of the amount is the source.
  const source =
    found.find(
      ({ position, text: name }) =>
        /\d\s*$/.test(text.slice(0, position)) || /^\s*\d/.test(text.slice(position + name.length)),
    ) ?? found[0]
  const chosen =
    isCurrency && directionOf(field) === 2
      ? (found.find((other) => other !== source) ?? source)
      : directionOf(field) === 2
        ? found.at(-1)
        : source
  if (!chosen) return undefined
  const wantsCode =
    isCurrency || /\b(?:code|iso|639)\b/i.test(`${field.name} ${field.description}`) || field.schema.maxLength === 2
  return { value: wantsCode ? chosen.code : chosen.name, source: chosen.text }
}

/** Converts a labeled value to the type of the field. A date or number within it is parsed. */
function convertLabel(
  field: Field,
  label: string,
  { candidates, text }: Evidence,
  extractor: Extractor,
): FilledField | undefined {
  const start = text.indexOf(label)
  const within = candidates.filter((candidate) => candidate.start >= start && candidate.end <= start + label.length + 2)
  const [kind] = kindsOf(field)
  const typed = within.find((candidate) => candidate.kind === kind && (kind === 'number' || kind === 'date'))
  const value = typed
    ? toFieldValue(field, typed, extractor)
    : typesOf(field.schema).includes('string')
      ? label
      : undefined
  if (value === undefined) return undefined
  // A labeled value may run on into the sentence; an entity of the expected kind within it is more exact.
  const exact = within.find(
    (candidate) => candidate.kind === kind && /^(?:person|place|organization|email|url)$/.test(kind ?? ''),
  )
  return { value: typed ? value : (exact?.text ?? value), source: typed?.text ?? exact?.text ?? label }
}

function assignCandidates(
  fields: readonly Field[],
  evidence: Evidence,
  extractor: Extractor,
  filled: Map<string, FilledField>,
): void {
  const open = fields.filter(
    ({ path, schema }) => !filled.has(path) && !schema.enum && !typesOf(schema).includes('boolean'),
  )
  const pairs = open.flatMap((field) => {
    return evidence.candidates
      .map((candidate, index) => ({
        field,
        candidate,
        index,
        score: scoreCandidate(field, candidate, extractor.wordNet),
      }))
      .filter(({ candidate, score }) => score >= thresholdOf(field, candidate))
  })
  const used = [...filled.values()].filter(({ source }) => source).map(({ source }) => source)
  const taken: { start: number; end: number; slot: string }[] = []
  for (const { field, candidate } of pairs.toSorted((a, b) => b.score - a.score || a.index - b.index)) {
    // A date may fill one date field and one time field.
    const slot = candidate.kind === 'date' && isTimeField(field) ? 'time' : 'value'
    const overlaps = taken.some(
      (other) => other.slot === slot && other.start < candidate.end && candidate.start < other.end,
    )
    if (filled.has(field.path) || overlaps || used.includes(candidate.text)) continue
    if (isPhraseField(field) && candidate.kind === 'noun') continue
    const value = toFieldValue(field, candidate, extractor)
    if (value === undefined) continue
    filled.set(field.path, { value, source: candidate.text })
    taken.push({ start: candidate.start, end: candidate.end, slot })
  }
}

function toFieldValue(field: Field, candidate: Candidate, { timeZone }: Extractor): unknown {
  const types = typesOf(field.schema)
  if (types.includes('number') || types.includes('integer')) {
    if (candidate.number === undefined) return undefined
    return types.includes('number') || Number.isInteger(candidate.number) ? candidate.number : undefined
  }
  if (!types.includes('string')) return undefined
  if (candidate.date) return formatDate(field, candidate.date.start, timeZone)
  return candidate.kind === 'quoted' ? candidate.text : candidate.text.replace(/^(?:the|a|an|my|some) /i, '')
}

/** Fills free-text fields with the topic of the request, excluding the spans used by other fields. */
function fillPhrases(fields: readonly Field[], text: string, filled: Map<string, FilledField>): void {
  const open = fields.filter(
    (field) => !filled.has(field.path) && isPhraseField(field) && field.isRequired && !field.schema.enum,
  )
  const field = open.find(({ schema }) => typesOf(schema).includes('string'))
  if (!field) return
  const sources = [...filled.values()].map(({ source }) => source).filter((source) => source.length > 1)
  const topic = findTopic(text, sources)
  if (topic) filled.set(field.path, { value: topic, source: topic })
}

/** Fills required enums that no word decides with the option closest in meaning. */
async function chooseByMeaning(
  fields: readonly Field[],
  text: string,
  { meaning, signal }: Extractor,
  filled: Map<string, FilledField>,
): Promise<void> {
  for (const field of fields) {
    if (filled.has(field.path) || !field.isRequired || !field.schema.enum || 'default' in field.schema) continue
    const options = optionsOf(field)
    if (options.length < 2 || text.trim() === '') continue
    const { index, score } = await meaning.nearest(
      text,
      options.map((option) => `${field.name}: ${option.replaceAll('_', ' ')}`),
      signal,
    )
    const option = options[index]
    if (option !== undefined && score > 0.1)
      filled.set(field.path, { value: field.schema.enum.find((value) => String(value) === option), source: '' })
  }
}
