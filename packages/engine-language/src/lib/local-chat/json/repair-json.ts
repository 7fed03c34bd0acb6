import type { ErrorObject } from 'ajv'
import { type JsonSchema, propertyOf } from './json-schema.ts'
import { minimalValue } from './minimal-value.ts'
import { resolveSchema } from './resolve-schema.ts'
import { schemaError } from './schema-budget.ts'
import type { SchemaDocument } from './schema-document.ts'

const maxRepairs = 24

/**
 * Repairs a value by replacing non-conforming parts with the smallest conforming ones.
 *
 * @throws {EngineInputError} when the result still does not conform.
 */
export function repairJson(value: unknown, document: SchemaDocument): unknown {
  let current = value
  for (let step = 0; step < maxRepairs; step++) {
    const [error] = document.validate(current)
    if (!error) return current
    current = repairAt(current, error, document)
  }
  const smallest = minimalValue(document.root, document)
  const [error] = document.validate(smallest)
  if (!error) return smallest
  throw schemaError(
    document.budget.field,
    `allows no value that could be found: ${error.instancePath || 'the value'} ${error.message}`,
  )
}

function repairAt(value: unknown, error: ErrorObject, document: SchemaDocument): unknown {
  const copy = structuredClone({ value })
  const keys = ['value', ...error.instancePath.split('/').slice(1).map(unescapePointer)]
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const name = error.params.additionalProperty ?? error.params.unevaluatedProperty
    Reflect.deleteProperty(partAt(copy, keys), String(name))
    return copy.value
  }
  const schema = schemaAt(keys.slice(1), document)
  const smallest = minimalValue(schema, document)
  // A default that its own schema does not allow, such as null for a text, stands for no value.
  const name = keys.at(-1) ?? 'value'
  const whole = partAt(copy, keys.slice(0, -1)) as Record<string, unknown>
  const isDefault =
    'default' in resolveSchema(schema, document) && JSON.stringify(whole[name]) === JSON.stringify(smallest)
  const required = resolveSchema(schemaAt(keys.slice(1, -1), document), document).required ?? []
  if (isDefault && keys.length > 1 && !Array.isArray(whole) && !required.includes(name)) {
    Reflect.deleteProperty(whole, name)
    return copy.value
  }
  const property = { value: smallest, enumerable: true, writable: true, configurable: true }
  // Defined, because assigning to `__proto__` would do something else.
  Object.defineProperty(whole, name, property)
  return copy.value
}

function partAt(whole: object, keys: readonly string[]): object {
  return keys.reduce<object>((part, key) => (part as Record<string, object>)[key] ?? {}, whole)
}

function schemaAt(keys: readonly string[], document: SchemaDocument): JsonSchema {
  return keys.reduce<JsonSchema>((schema, key) => {
    const resolved = resolveSchema(schema, document)
    const tuple = resolved.prefixItems
    const item = Array.isArray(tuple) ? tuple[Number(key)] : undefined
    return (propertyOf(resolved, key) ?? item ?? resolved.items ?? resolved.additionalProperties ?? {}) as JsonSchema
  }, document.root)
}

function unescapePointer(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}
