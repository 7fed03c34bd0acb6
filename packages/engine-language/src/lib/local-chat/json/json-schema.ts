/** A JSON Schema as it arrives: only what is read is typed, and nothing is trusted. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema | boolean>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema | boolean
  readonly enum?: readonly unknown[]
  readonly description?: string
  readonly title?: string
  readonly format?: string
  readonly pattern?: string
}

const maxRefs = 16

/** Follows `$ref` and merges `allOf`, so that what is left says itself what it wants. */
export function resolveSchema(schema: JsonSchema | boolean | undefined, root: JsonSchema): JsonSchema {
  let current = asSchema(schema)
  for (let step = 0; step < maxRefs && typeof current.$ref === 'string'; step++) {
    const { $ref, ...beside } = current
    current = { ...lookUp(root, String($ref)), ...beside }
  }
  const parts = current.allOf
  if (!Array.isArray(parts)) return current
  const { allOf: _, ...own } = current
  return parts.map((part) => resolveSchema(part as JsonSchema, root)).reduce(mergeSchemas, own)
}

function asSchema(schema: unknown): JsonSchema {
  return typeof schema === 'object' && schema !== null ? (schema as JsonSchema) : {}
}

/** A JSON pointer within the document; anything else finds nothing. */
function lookUp(root: JsonSchema, reference: string): JsonSchema {
  if (!reference.startsWith('#')) return {}
  const keys = reference.slice(1).split('/').slice(1)
  let current: unknown = root
  for (const key of keys) {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return {}
    current = (current as Record<string, unknown>)[name]
  }
  return asSchema(current)
}

function mergeSchemas(left: JsonSchema, right: JsonSchema): JsonSchema {
  return {
    ...left,
    ...right,
    ...(left.properties || right.properties ? { properties: { ...left.properties, ...right.properties } } : {}),
    ...(left.required || right.required
      ? { required: [...new Set([...(left.required ?? []), ...(right.required ?? [])])] }
      : {}),
  }
}

/** The types a schema allows, told or implied by its other keywords. */
export function typesOf(schema: JsonSchema): readonly string[] {
  if (typeof schema.type === 'string') return [schema.type]
  if (Array.isArray(schema.type)) return schema.type as readonly string[]
  if (schema.properties || schema.additionalProperties) return ['object']
  if (schema.items || schema.prefixItems) return ['array']
  if (Array.isArray(schema.enum)) return [...new Set(schema.enum.map(jsonType))]
  if ('const' in schema) return [jsonType(schema.const)]
  if ('minimum' in schema || 'maximum' in schema) return ['number']
  return ['string']
}

/** Name that JSON Schema has for the type of a value. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

/** Variants of `anyOf` and `oneOf`, each with what stands beside them; none when there is no choice. */
export function variantsOf(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  const { anyOf, oneOf, ...beside } = schema
  const variants = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : []
  return variants.map((variant) => mergeSchemas(beside, resolveSchema(variant as JsonSchema, root)))
}

/** The only value a schema allows, when it is fixed. */
export function fixedValue(schema: JsonSchema): { readonly value: unknown } | undefined {
  if ('const' in schema) return { value: schema.const }
  if (Array.isArray(schema.enum) && schema.enum.length === 1) return { value: schema.enum[0] }
  return undefined
}
