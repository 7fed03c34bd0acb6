import type { JsonSchema } from './json-schema.ts'
import { conformNumber } from './minimal-value.ts'
import type { SchemaDocument } from './schema-document.ts'
import { missing, type SchemaPlace, type Writing, type Written } from './written.ts'

/** Maximum length of text in which a pattern is searched, in characters. */
const maxSearched = 4_000

/** Generates a scalar from its field, or else from a part of the text that matches its pattern. */
export function writeScalar(schema: JsonSchema, place: SchemaPlace, { filled, text, document }: Writing): Written {
  const entry = filled.get(place.path.join('.'))
  const value = entry === undefined ? undefined : conform(entry.value, schema, document)
  if (value !== undefined) return { value, found: 1, missing: [] }
  const part =
    schema.pattern === undefined ? undefined : document.pattern(schema.pattern).find(text.slice(0, maxSearched))
  return part ? { value: part, found: 1, missing: [] } : missing(schema, place, document)
}

/** Adjusts a value to the schema's bounds; undefined if that is not possible. */
export function conform(value: unknown, schema: JsonSchema, document: SchemaDocument): unknown {
  if (typeof value === 'number') return conformNumber(value, schema)
  if (typeof value !== 'string') return value
  const { maxLength, minLength, pattern } = schema
  const cut = typeof maxLength === 'number' ? value.slice(0, maxLength) : value
  document.budget.spend('characters', cut.length)
  if (typeof minLength === 'number' && cut.length < minLength) return undefined
  if (pattern === undefined) return cut
  const matcher = document.pattern(pattern)
  return matcher.test(cut) ? cut : matcher.find(cut.slice(0, maxSearched))
}
