import { isNumeric, optionText } from '../json/json-schema.ts'
import { escapeRegExp } from '../words.ts'
import type { Extractor } from './extractor.ts'
import { directionOf, type Field } from './field.ts'
import type { Filling } from './filling.ts'
import { findOptions } from './match-enum.ts'
import { chooseSentiment } from './sentiment.ts'

/** Cost of searching an option in a text. */
const nodesPerOption = 10
/** Limits of comparing meanings, which take milliseconds each. */
const maxCompared = 100
const maxComparedCharacters = 4_000

/** Fills fields that have the same enum with the options found, in text order. */
export function fillOptions({ fields, evidence: { text }, extractor, filled }: Filling): void {
  for (const group of groupByOptions(fields)) {
    const options = optionsOf(group[0])
    const tone = group.length === 1 ? chooseSentiment(text, options) : undefined
    const named = tone === undefined ? searchOptions(text, options, extractor) : [tone]
    const found = group.length === 1 && named.length > 1 ? preferCounted(text, named) : named
    for (const [index, field] of group.toSorted((a, b) => directionOf(a) - directionOf(b)).entries()) {
      const option = found[index]
      if (option !== undefined) filled.set(field.path, { value: valueFor(field, option), source: option })
    }
  }
}

/** Of "16 ounces" and "a large cup", the unit after a figure is meant. */
function preferCounted(text: string, options: readonly string[]): readonly string[] {
  const counted = options.filter((option) => new RegExp(`\\d ?${escapeRegExp(option)}\\b`, 'i').test(text))
  return counted.length === 1 ? counted : options
}

function groupByOptions(fields: readonly Field[]): Iterable<readonly Field[]> {
  const groups = new Map<string, Field[]>()
  for (const field of fields) {
    // Numbers are read by their nouns and labels, not as words.
    if (!field.schema.enum || isNumeric(field.schema)) continue
    const key = JSON.stringify(field.schema.enum)
    const group = groups.get(key)
    if (group) group.push(field)
    else groups.set(key, [field])
  }
  return groups.values()
}

/** Finds the options that a text names, in text order, and counts the work. */
export function searchOptions(text: string, options: readonly string[], { wordNet, budget }: Extractor): string[] {
  budget?.spend('nodes', nodesPerOption * options.length)
  return findOptions(text, options, wordNet)
}

function optionsOf(field: Field | undefined): string[] {
  return (field?.schema.enum ?? []).filter((value) => value !== null).map(optionText)
}

function valueFor({ schema }: Field, option: string): unknown {
  return schema.enum?.find((value) => optionText(value) === option)
}

/** Fills required enums that no word decides with the option closest in meaning. */
export async function chooseByMeaning({ fields, evidence, extractor, filled }: Filling): Promise<void> {
  const text = evidence.text.slice(0, maxComparedCharacters).trim()
  if (text === '' || extractor.isExact) return
  for (const field of fields) {
    if (filled.has(field.path) || !field.isRequired || !field.schema.enum || 'default' in field.schema) continue
    const options = optionsOf(field)
    const names = options.map((option) => `${field.name}: ${option.replaceAll('_', ' ')}`)
    if (options.length < 2 || options.length > maxCompared || names.join('').length > maxComparedCharacters) continue
    const { index, score } = await extractor.meaning.nearest(text, names, extractor.signal)
    const option = options[index]
    if (option !== undefined && score > 0.1) filled.set(field.path, { value: valueFor(field, option), source: '' })
  }
}
