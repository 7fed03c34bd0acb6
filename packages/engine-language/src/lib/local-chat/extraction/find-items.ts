import { optionText, typesOf } from '../json/json-schema.ts'
import type { Evidence } from './candidate.ts'
import type { Extractor } from './extractor.ts'
import { type Field, kindsOf } from './field.ts'
import { searchOptions } from './fill-options.ts'
import { findLabeledValue } from './labeled-value.ts'

/** Finds values for an array of scalars: enum options, facts of the item's kind, or an enumeration in the text. */
export function findItems(field: Field, evidence: Evidence, extractor: Extractor): unknown[] {
  const { text, candidates } = evidence
  const types = typesOf(field.schema)
  if (field.schema.enum) return searchOptions(text, field.schema.enum.map(optionText), extractor)
  if (types.includes('number') || types.includes('integer')) {
    return candidates.flatMap(({ number }) =>
      number === undefined || (!types.includes('number') && !Number.isInteger(number)) ? [] : [number],
    )
  }
  if (!types.includes('string')) return []
  const labeled = findLabeledList(text, field)
  if (labeled.length > 0) return labeled
  const [kind] = kindsOf(field)
  const ofKind = candidates.filter((candidate) => candidate.kind === kind && kind !== 'quoted' && kind !== 'noun')
  if (ofKind.length > 0) return [...new Set(ofKind.map((candidate) => candidate.text))]
  const listed = findList(evidence)
  if (listed.length > 0) return listed
  const quoted = candidates.filter((candidate) => candidate.kind === 'quoted').map((candidate) => candidate.text)
  if (quoted.length > 0) return quoted
  const kindWord = field.name.split(' ').at(-1) ?? ''
  const nouns = candidates.filter((candidate) => candidate.kind === 'noun').map((candidate) => candidate.text)
  const exact = nouns.filter((noun) => extractor.wordNet.isA(noun.split(' ').at(-1) ?? '', kindWord))
  return [...new Set(exact.length > 0 ? exact : nouns)].slice(0, 8)
}

function findLabeledList(text: string, field: Field): string[] {
  const start = text.search(new RegExp(String.raw`\b${field.name.replaceAll(' ', '[ _-]?')}\s*:`, 'i'))
  const label = findLabeledValue(text, field)
  if (label === undefined) return []
  const line = start < 0 ? label : (text.slice(start).match(/:\s*([^\n.]+)/)?.[1] ?? label)
  return splitList(line)
}

/** Splits an inline enumeration into its parts. */
export function splitList(text: string): string[] {
  return text
    .split(/\s*(?:[,;•|\n]|(?<![\p{L}])(?:and|or|&)(?![\p{L}]))\s*/u)
    .map((item) => item.replace(/^[-*\s"'“]+|[\s"'”.!?]+$/g, ''))
    .filter((item) => item !== '')
}

/** Finds the enumeration in a text: bullets, lines, or words joined by commas and "and". */
function findList({ text, candidates }: Evidence): string[] {
  const bullets = [...text.matchAll(/^\s*(?:[-*•]|\d+[.)])\s+(.+?)\s*$/gm)].map((match) => match[1] ?? '')
  if (bullets.length > 1) return bullets
  const clause =
    (text.match(/:\s*([^:]+)$/)?.[1] ?? text)
      .split(/(?<=[.!?])\s+/)
      .toSorted((a, b) => b.split(',').length - a.split(',').length)[0] ?? ''
  const items = splitList(clause).map((item) => item.replace(/^(?:an?|the|some|my) /i, ''))
  if (items.length < 2) return []
  const nouns = candidates.filter(({ kind }) => kind === 'noun').map((candidate) => candidate.text)
  // The first part may begin before the list: "I like tea, milk and honey".
  return items.map((item) =>
    item.split(' ').length > 2 ? (nouns.findLast((noun) => item.includes(noun)) ?? item) : item,
  )
}
