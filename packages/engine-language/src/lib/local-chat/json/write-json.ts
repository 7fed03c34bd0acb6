import { setImmediate } from 'node:timers/promises'
import { DateTime } from 'luxon'
import type { Evidence } from '../extraction/candidate.ts'
import { type Field, toField } from '../extraction/field.ts'
import { type Extractor, type FilledField, fillFields } from '../extraction/fill-fields.ts'
import { findCandidates } from '../extraction/find-candidates.ts'
import { findItems } from '../extraction/find-items.ts'
import { fixedValue, type JsonSchema, resolveSchema, typesOf, variantsOf } from './json-schema.ts'
import { matchPattern } from './match-pattern.ts'
import { conformNumber, minimalItem, minimalValue } from './minimal-value.ts'

/** Value generated from a text, and how complete it is. */
export interface Written {
  readonly value: unknown
  /** Number of fields found in the text. */
  readonly found: number
  /** Required fields that are missing from the text. */
  readonly missing: readonly string[]
}

/** Source of a generated value. */
export interface JsonSource {
  readonly text: string
  readonly extractor: Extractor
  /** Computes fields that are not in the text, such as a summary or the answer to the question. */
  readonly derive?: ((field: Field) => Promise<unknown>) | undefined
  /** Nesting depth in arrays of objects, because schemas may be recursive. */
  readonly depth?: number | undefined
}

interface Place {
  readonly root: JsonSchema
  readonly path: readonly string[]
  readonly isRequired: boolean
}

const maxDepth = 6
const maxSegments = 50
const maxNesting = 3
const nothing: Written = { value: undefined, found: 0, missing: [] }

/**
 * Generates a value for a schema from a text. Missing data becomes the default, null, or the smallest allowed value.
 */
export async function writeJson(schema: JsonSchema, source: JsonSource): Promise<Written> {
  const place: Place = { root: schema, path: [], isRequired: true }
  const fields = collectFields(schema, place)
  const derived = await deriveFields(fields, source)
  const open = fields.filter(({ path }) => !derived.has(path))
  const filled = await fillFields(open, source.text, source.extractor)
  return write(schema, place, { ...source, filled: new Map([...filled, ...derived]) })
}

interface Writing extends JsonSource {
  readonly filled: ReadonlyMap<string, FilledField>
}

async function deriveFields(fields: readonly Field[], { derive }: JsonSource): Promise<Map<string, FilledField>> {
  const derived = new Map<string, FilledField>()
  for (const field of fields) {
    const value = await derive?.(field)
    if (value !== undefined) derived.set(field.path, { value, source: '' })
  }
  return derived
}

/** Collects the scalars of an object and its nested objects. Arrays and variants are generated separately. */
function collectFields(schema: JsonSchema | boolean, place: Place): Field[] {
  const resolved = nonNull(schema, place.root)
  const types = typesOf(resolved)
  if (place.path.length > maxDepth || fixedValue(resolved) || types.includes('array')) return []
  if (!types.includes('object')) return isChoice(resolved) ? [] : [toField(place.path, resolved, place.isRequired)]
  return Object.entries(resolved.properties ?? {}).flatMap(([name, property]) =>
    collectFields(property, step(place, resolved, name)),
  )
}

function step({ root, path, isRequired }: Place, schema: JsonSchema, name: string): Place {
  return { root, path: [...path, name], isRequired: isRequired && (schema.required ?? []).includes(name) }
}

function isChoice(schema: JsonSchema): boolean {
  return Array.isArray(schema.anyOf) || Array.isArray(schema.oneOf)
}

/** Simplifies `anyOf: [X, null]` to a nullable X. Other variants are unchanged. */
function nonNull(schema: JsonSchema | boolean | undefined, root: JsonSchema): JsonSchema {
  const resolved = resolveSchema(schema, root)
  const variants = variantsOf(resolved, root)
  const real = variants.filter((variant) => !(typesOf(variant).length === 1 && typesOf(variant)[0] === 'null'))
  const [only] = real
  if (!only || real.length !== 1) return resolved
  const types = typesOf(only)
  return real.length < variants.length
    ? { ...only, type: [...types, 'null'], ...(only.enum ? { enum: [...only.enum, null] } : {}) }
    : only
}

async function write(schema: JsonSchema | boolean | undefined, place: Place, writing: Writing): Promise<Written> {
  const resolved = nonNull(schema, place.root)
  const fixed = fixedValue(resolved)
  if (fixed) return { value: fixed.value, found: 0, missing: [] }
  if (isChoice(resolved)) return writeChoice(resolved, place, writing)
  const types = typesOf(resolved)
  if (place.path.length > maxDepth) return missing(resolved, place)
  if (types.includes('object')) return writeObject(resolved, place, writing)
  if (types.includes('array')) return writeArray(resolved, place, writing)
  return writeScalar(resolved, place, writing)
}

async function writeObject(schema: JsonSchema, place: Place, writing: Writing): Promise<Written> {
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0) return writeMap(schema, place, writing)
  const value: Record<string, unknown> = {}
  let found = 0
  const missed: string[] = []
  for (const [name, property] of properties) {
    const inner = step(place, schema, name)
    const written = await write(property, inner, writing)
    const isNeeded = (schema.required ?? []).includes(name)
    if (!isNeeded && written.found === 0 && !hasDefault(property, place.root)) continue
    Object.defineProperty(value, name, { value: written.value, enumerable: true, writable: true, configurable: true })
    found += written.found
    missed.push(...written.missing)
  }
  const isNullable = typesOf(schema).includes('null')
  return found === 0 && isNullable ? { value: null, found: 0, missing: missed } : { value, found, missing: missed }
}

function hasDefault(schema: JsonSchema | boolean, root: JsonSchema): boolean {
  return 'default' in resolveSchema(schema, root)
}

/** Fills an object with arbitrary keys from the labeled pairs in the text. */
function writeMap(schema: JsonSchema, place: Place, { text }: Writing): Written {
  if (schema.additionalProperties === false || schema.required) return missing(schema, place)
  const inner = resolveSchema(schema.additionalProperties as JsonSchema, place.root)
  const isNumber = /number|integer/.test(typesOf(inner).join())
  const pairs = [
    ...text.matchAll(/(?:^|[\n,;])\s*["']?([\p{L}][\p{L}\p{N} _-]{0,40}?)["']?\s*[:=]\s*["']?([^\n,;"']+)/gu),
  ]
  const entries = pairs.flatMap(([, key = '', raw = '']) => {
    const value = isNumber ? Number(raw.replace(/[^\d.-]/g, '')) : raw.trim()
    return Number.isNaN(value) ? [] : [[key.trim(), value] as const]
  })
  return { value: Object.fromEntries(entries), found: entries.length, missing: [] }
}

async function writeChoice(schema: JsonSchema, place: Place, writing: Writing): Promise<Written> {
  let best: Written | undefined
  const variants = (writing.depth ?? 0) < maxNesting ? variantsOf(schema, place.root) : []
  for (const variant of variants) {
    const rooted = { ...variant, $defs: place.root.$defs, definitions: place.root.definitions }
    const written = await writeJson(rooted, { ...writing, depth: (writing.depth ?? 0) + 1 })
    const named = constantsOf(variant, place.root).some((constant) => writing.text.toLowerCase().includes(constant))
    const found = written.found - written.missing.length + (named ? 3 : 0)
    if (!best || found > best.found) best = { ...written, found }
  }
  return best && best.found > 0
    ? best
    : { value: minimalValue(schema, place.root), found: 0, missing: place.isRequired ? [place.path.join('.')] : [] }
}

/** Returns the constants that distinguish variants. */
function constantsOf(schema: JsonSchema, root: JsonSchema): string[] {
  return Object.values(schema.properties ?? {}).flatMap((property) => {
    const fixed = fixedValue(resolveSchema(property, root))
    return typeof fixed?.value === 'string' ? [fixed.value.replaceAll('_', ' ').toLowerCase()] : []
  })
}

async function writeArray(schema: JsonSchema, place: Place, writing: Writing): Promise<Written> {
  const item = nonNull(schema.items, place.root)
  const isObject = typesOf(item).includes('object') || isChoice(item)
  const values = isObject ? await writeSegments(item, place, writing) : scalarItems(item, place, writing)
  const unique = schema.uniqueItems
    ? [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
    : values
  const limited = unique.slice(0, typeof schema.maxItems === 'number' ? schema.maxItems : undefined)
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0
  if (limited.length === 0) return missing(schema, place)
  while (limited.length < Math.min(least, 100)) limited.push(minimalItem(schema.items, place.root, limited.length))
  return { value: limited, found: values.length, missing: [] }
}

function scalarItems(item: JsonSchema, place: Place, { text, extractor }: Writing): unknown[] {
  const field = toField(place.path, item, place.isRequired)
  return findItems(field, evidenceOf(text, extractor), extractor)
    .map((value) => conform(value, item))
    .filter((value) => value !== undefined)
}

function evidenceOf(text: string, { now, timeZone }: Extractor): Evidence {
  return findCandidates(text, { now, offsetMinutes: DateTime.fromJSDate(now, { zone: timeZone }).offset })
}

const separators: readonly RegExp[] = [
  /\n+/,
  /;\s*/,
  /(?<=[.!?])\s+/,
  /,\s+(?:and\s+)?|;\s*|\n+|(?<=[.!?])\s+|\s+and\s+/,
]

/**
 * Generates array objects, one per line, sentence or part of an enumeration, with the split that fills most of them.
 */
async function writeSegments(item: JsonSchema, place: Place, writing: Writing): Promise<unknown[]> {
  const depth = writing.depth ?? 0
  if (depth >= maxNesting) return []
  const root: JsonSchema = { ...item, $defs: place.root.$defs, definitions: place.root.definitions }
  let best: { values: unknown[]; score: number } = { values: [], score: 0 }
  for (const separator of separators) {
    const segments = writing.text
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => /[\p{L}\p{N}]/u.test(part))
      .slice(0, maxSegments)
    if (separator !== separators[0] && segments.length < 2) continue
    const written: Written[] = []
    for (const text of segments) {
      // Yield to the event loop, so that an abort message can arrive.
      await setImmediate()
      writing.extractor.signal?.throwIfAborted()
      written.push(await writeJson(root, { text, extractor: writing.extractor, depth: depth + 1 }))
    }
    const complete = written.filter(({ found, missing }) => found > 0 && missing.length === 0)
    const score = complete.reduce((sum, { found }) => sum + found, 0)
    if (score > best.score) best = { values: complete.map(({ value }) => value), score }
  }
  return best.values
}

function writeScalar(schema: JsonSchema, place: Place, { filled, text }: Writing): Written {
  const name = place.path.join('.')
  const entry = filled.get(name)
  const value = entry === undefined ? undefined : conform(entry.value, schema)
  if (value !== undefined) return { value, found: 1, missing: [] }
  const part =
    typeof schema.pattern === 'string' ? matchPattern(schema.pattern, text.slice(0, 4_000), false) : undefined
  if (part) return { value: part, found: 1, missing: [] }
  return missing(schema, place)
}

function missing(schema: JsonSchema, { root, path, isRequired }: Place): Written {
  return { ...nothing, value: minimalValue(schema, root), missing: isRequired ? [path.join('.')] : [] }
}

/** Adjusts a value to the schema's bounds; undefined if that is not possible. */
function conform(value: unknown, schema: JsonSchema): unknown {
  if (typeof value === 'number') return conformNumber(value, schema)
  if (typeof value !== 'string') return value
  const { maxLength, minLength, pattern } = schema
  const cut = typeof maxLength === 'number' ? value.slice(0, maxLength) : value
  if (typeof minLength === 'number' && cut.length < minLength) return undefined
  return pattern === undefined ? cut : (matchPattern(pattern, cut) ?? matchPattern(pattern, cut, false))
}
