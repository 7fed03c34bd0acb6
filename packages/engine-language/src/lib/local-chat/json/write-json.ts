import type { FilledField } from '../extraction/extractor.ts'
import type { Field } from '../extraction/field.ts'
import { fillFields } from '../extraction/fill-fields.ts'
import { collectFields, isChoice, nonNull, propertyPlace } from './collect-fields.ts'
import { fixedValue, isNumeric, type JsonSchema, typesOf } from './json-schema.ts'
import { resolveSchema } from './resolve-schema.ts'
import { writeArray } from './write-array.ts'
import { writeChoice } from './write-choice.ts'
import { writeScalar } from './write-scalar.ts'
import { type JsonSource, maxPathLength, missing, type SchemaPlace, type Writing, type Written } from './written.ts'

/** Length of the text that is searched for values, in characters. */
const maxText = 12_000

/**
 * Generates a value for a schema from a text. Missing data becomes the default, null, or the smallest allowed value.
 *
 * @throws {EngineInputError} when the schema takes more work than its budget allows.
 */
export async function writeJson(schema: JsonSchema, source: JsonSource): Promise<Written> {
  const { document, extractor } = source
  const text = source.text.slice(0, maxText)
  document.budget.spend('nodes', text.length)
  const place: SchemaPlace = { path: [], isRequired: true }
  const fields = collectFields(schema, place, document)
  const derived = await deriveFields(fields, source)
  const open = fields.filter(({ path }) => !derived.has(path))
  const filled = await fillFields(open, text, { ...extractor, budget: document.budget })
  return write(schema, place, { ...source, text, filled: new Map([...filled, ...derived]), writeJson })
}

async function deriveFields(fields: readonly Field[], { derive }: JsonSource): Promise<Map<string, FilledField>> {
  const derived = new Map<string, FilledField>()
  for (const field of fields) {
    const value = await derive?.(field)
    if (value !== undefined) derived.set(field.path, { value, source: '' })
  }
  return derived
}

async function write(schema: JsonSchema | boolean | undefined, place: SchemaPlace, writing: Writing): Promise<Written> {
  const { document } = writing
  const resolved = nonNull(schema, document)
  if (fixedValue(resolved)) return missing(resolved, { ...place, isRequired: false }, document)
  if (isChoice(resolved)) return writeChoice(resolved, place, writing)
  const types = typesOf(resolved)
  if (place.path.length > maxPathLength) return missing(resolved, place, document)
  if (types.includes('object')) return writeObject(resolved, place, writing)
  if (types.includes('array')) return writeArray(resolved, place, writing)
  return writeScalar(resolved, place, writing)
}

async function writeObject(schema: JsonSchema, place: SchemaPlace, writing: Writing): Promise<Written> {
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0) return writeMap(schema, place, writing)
  const entries: [string, unknown][] = []
  let found = 0
  const missed: string[] = []
  const required = new Set(schema.required)
  for (const [name, property] of properties) {
    const written = await write(property, propertyPlace(place, schema, name), writing)
    const hasDefault = 'default' in resolveSchema(property, writing.document)
    if (!required.has(name) && written.found === 0 && !hasDefault) continue
    entries.push([name, written.value])
    found += written.found
    missed.push(...written.missing)
  }
  const isNull = found === 0 && typesOf(schema).includes('null')
  return { value: isNull ? null : Object.fromEntries(entries), found, missing: missed }
}

const labeledPair =
  /(?:^|[\n,;])[^\S\n]{0,20}["']?([\p{L}][\p{L}\p{N} _-]{0,40}?)["']?\s{0,20}[:=]\s{0,20}["']?([^\n,;"']+)/gu

/** Fills an object with arbitrary keys from the labeled pairs in the text. */
function writeMap(schema: JsonSchema, place: SchemaPlace, { text, document }: Writing): Written {
  if (schema.required?.length) return missing(schema, place, document)
  // An object that may have no fields, such as the arguments of a function without parameters, lacks nothing.
  if (schema.additionalProperties === false) return { value: {}, found: 0, missing: [] }
  const inner = resolveSchema(schema.additionalProperties as JsonSchema | boolean | undefined, document)
  const isNumber = isNumeric(inner)
  const entries = [...text.matchAll(labeledPair)].flatMap(([, key = '', raw = '']) => {
    const value = isNumber ? Number(raw.replace(/[^\d.-]/g, '')) : raw.trim()
    return Number.isNaN(value) ? [] : [[key.trim(), value] as const]
  })
  return { value: Object.fromEntries(entries), found: entries.length, missing: [] }
}
