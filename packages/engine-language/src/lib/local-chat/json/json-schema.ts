/** Untrusted JSON Schema. Only the keywords in use are typed. */
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

/** Resolves `$ref` and merges `allOf`, so that the schema is self-contained. */
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

/** Resolves a JSON pointer within the document. Other references resolve to an empty schema. */
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

/** Returns the types that a schema allows, explicitly or implied by other keywords. */
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

/** Returns the JSON Schema type of a value. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

/** Returns the variants of `anyOf` or `oneOf`, each merged with the sibling keywords; empty if there are none. */
export function variantsOf(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  const { anyOf, oneOf, ...beside } = schema
  const variants = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : []
  return variants.map((variant) => mergeSchemas(beside, resolveSchema(variant as JsonSchema, root)))
}

/** Returns the only value that a schema allows, if it is constant. */
export function fixedValue(schema: JsonSchema): { readonly value: unknown } | undefined {
  if ('const' in schema) return { value: schema.const }
  if (Array.isArray(schema.enum) && schema.enum.length === 1) return { value: schema.enum[0] }
  return undefined
}
