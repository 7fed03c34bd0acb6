import { setImmediate } from 'node:timers/promises'
import { DateTime } from 'luxon'
import { toField } from '../extraction/field.ts'
import { findCandidates } from '../extraction/find-candidates.ts'
import { findItems } from '../extraction/find-items.ts'
import { isChoice, nonNull } from './collect-fields.ts'
import { type JsonSchema, typesOf } from './json-schema.ts'
import { minimalItem } from './minimal-value.ts'
import { conform } from './write-scalar.ts'
import { maxNesting, missing, type SchemaPlace, type Writing, type Written } from './written.ts'

const maxSegments = 50

/** Generates an array: scalars from an enumeration in the text, objects from its lines, sentences or parts. */
export async function writeArray(schema: JsonSchema, place: SchemaPlace, writing: Writing): Promise<Written> {
  const { document } = writing
  const item = nonNull(schema.items, document)
  const isObject = typesOf(item).includes('object') || isChoice(item)
  const values = isObject ? await writeSegments(item, writing) : scalarItems(item, place, writing)
  const unique = schema.uniqueItems
    ? [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
    : values
  const items = unique.slice(0, typeof schema.maxItems === 'number' ? schema.maxItems : undefined)
  if (items.length === 0) return missing(schema, place, document)
  const min = typeof schema.minItems === 'number' ? schema.minItems : 0
  while (items.length < min) items.push(minimalItem({ schema: schema.items, index: items.length }, document))
  return { value: items, found: values.length, missing: [] }
}

function scalarItems(item: JsonSchema, place: SchemaPlace, { text, extractor, document }: Writing): unknown[] {
  const { now, timeZone } = extractor
  const evidence = findCandidates(text, { now, offsetMinutes: DateTime.fromJSDate(now, { zone: timeZone }).offset })
  const field = toField(place.path, item, place.isRequired)
  return findItems(field, evidence, { ...extractor, budget: document.budget })
    .map((value) => conform(value, item, document))
    .filter((value) => value !== undefined)
}

const separators: readonly RegExp[] = [/\n+/, /;/, /(?<=[.!?])\s/, /,\s(?:and\s)?|;|\n|(?<=[.!?])\s|\sand\s/]

/**
 * Generates array objects, one per line, sentence or part of an enumeration, with the split that fills most of them.
 */
async function writeSegments(item: JsonSchema, writing: Writing): Promise<unknown[]> {
  const { document, extractor, depth = 0 } = writing
  if (depth >= maxNesting) return []
  let best: { values: unknown[]; score: number } = { values: [], score: 0 }
  for (const separator of separators) {
    const segments = splitText(writing.text, separator)
    if (separator !== separators[0] && segments.length < 2) continue
    const written: Written[] = []
    for (const text of segments) {
      // Yield to the event loop, so that an abort message can arrive.
      await setImmediate()
      extractor.signal?.throwIfAborted()
      written.push(await writing.writeJson(item, { document, text, extractor, depth: depth + 1 }))
    }
    const complete = written.filter((one) => one.found > 0 && one.missing.length === 0)
    const score = complete.reduce((sum, { found }) => sum + found, 0)
    if (score > best.score) best = { values: complete.map(({ value }) => value), score }
  }
  return best.values
}

function splitText(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .slice(0, maxSegments)
}
