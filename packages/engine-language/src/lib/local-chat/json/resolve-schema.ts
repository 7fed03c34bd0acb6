import type { JsonSchema } from './json-schema.ts'
import type { SchemaDocument } from './schema-document.ts'

const maxRefs = 16

/**
 * Resolves `$ref` and merges `allOf`, so that the schema is self-contained.
 *
 * @param depth - Levels of `allOf` around the schema. Those beyond 16, as in a schema that contains itself, are empty.
 */
export function resolveSchema(
  schema: JsonSchema | boolean | undefined,
  document: SchemaDocument,
  depth = 0,
): JsonSchema {
  document.budget.spend('nodes', 1)
  if (typeof schema !== 'object') return {}
  if (depth > 0) return resolve(schema, document, depth)
  const known = document.resolved.get(schema) ?? resolve(schema, document, depth)
  document.resolved.set(schema, known)
  return known
}

function resolve(schema: JsonSchema, document: SchemaDocument, depth: number): JsonSchema {
  let current = schema
  for (let step = 0; step < maxRefs && typeof current.$ref === 'string'; step++) {
    const { $ref, ...beside } = current
    current = { ...asSchema(document.lookUp($ref)), ...beside }
    document.budget.spend('nodes', 1)
  }
  const { allOf, ...rest } = current
  if (!Array.isArray(allOf)) return current
  if (depth >= maxRefs) return rest
  return allOf
    .map((part: JsonSchema | boolean) => resolveSchema(part, document, depth + 1))
    .reduce((left, right) => mergeSchemas(left, right, document), rest as JsonSchema)
}

/** Returns the variants of `anyOf` or `oneOf`, each merged with the sibling keywords; empty if there are none. */
export function variantsOf(schema: JsonSchema, document: SchemaDocument): JsonSchema[] {
  const { anyOf, oneOf, ...beside } = schema
  const variants = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : []
  return variants.map((variant: JsonSchema | boolean) =>
    mergeSchemas(beside, resolveSchema(variant, document), document),
  )
}

function asSchema(schema: JsonSchema | boolean | undefined): JsonSchema {
  return typeof schema === 'object' ? schema : {}
}

function mergeSchemas(left: JsonSchema, right: JsonSchema, { budget }: SchemaDocument): JsonSchema {
  const properties = { ...left.properties, ...right.properties }
  const required = [...new Set([...(left.required ?? []), ...(right.required ?? [])])]
  budget.spend('nodes', 1 + Object.keys(properties).length + required.length)
  return {
    ...left,
    ...right,
    ...(left.properties || right.properties ? { properties } : {}),
    ...(left.required || right.required ? { required } : {}),
  }
}
