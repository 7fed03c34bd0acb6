import { type Field, toField } from '../extraction/field.ts'
import { fixedValue, type JsonSchema, typesOf } from './json-schema.ts'
import { resolveSchema, variantsOf } from './resolve-schema.ts'
import type { SchemaDocument } from './schema-document.ts'
import { maxPathLength, type SchemaPlace } from './written.ts'

/** Cost of a field: it is searched in the text by several rules. */
const nodesPerField = 50

/** Collects the scalars of an object and its nested objects. Arrays and variants are generated separately. */
export function collectFields(schema: JsonSchema | boolean, place: SchemaPlace, document: SchemaDocument): Field[] {
  const resolved = nonNull(schema, document)
  const types = typesOf(resolved)
  if (place.path.length > maxPathLength || fixedValue(resolved) || types.includes('array')) return []
  if (types.includes('object')) {
    return Object.entries(resolved.properties ?? {}).flatMap(([name, property]) =>
      collectFields(property, propertyPlace(place, resolved, name), document),
    )
  }
  if (isChoice(resolved)) return []
  document.budget.spend('nodes', nodesPerField)
  // A field that may be null is never guessed.
  return [toField(place.path, resolved, place.isRequired && !types.includes('null'))]
}

/** Returns the place of a property of an object. */
export function propertyPlace({ path, isRequired }: SchemaPlace, schema: JsonSchema, name: string): SchemaPlace {
  return { path: [...path, name], isRequired: isRequired && (schema.required ?? []).includes(name) }
}

/** Returns whether a schema has variants. */
export function isChoice(schema: JsonSchema): boolean {
  return Array.isArray(schema.anyOf) || Array.isArray(schema.oneOf)
}

/** Simplifies `anyOf: [X, null]` to a nullable X. Other variants are unchanged. */
export function nonNull(schema: JsonSchema | boolean | undefined, document: SchemaDocument): JsonSchema {
  const resolved = resolveSchema(schema, document)
  const variants = variantsOf(resolved, document)
  const real = variants.filter((variant) => !(typesOf(variant).length === 1 && typesOf(variant)[0] === 'null'))
  const [only] = real
  if (!only || real.length !== 1) return resolved
  const types = typesOf(only)
  return real.length < variants.length
    ? { ...only, type: [...types, 'null'], ...(only.enum ? { enum: [...only.enum, null] } : {}) }
    : only
}
