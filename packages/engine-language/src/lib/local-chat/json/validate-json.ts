import { createRequire } from 'node:module'
import { EngineInputError } from '@mira/engine'
import type { ErrorObject } from 'ajv'
import type { JsonSchema } from './json-schema.ts'
import { resolveSchema } from './json-schema.ts'
import { minimalValue } from './minimal-value.ts'

/** Validates a value and returns the errors. */
export type Validate = (value: unknown) => readonly ErrorObject[]

/**
 * Compiles a schema.
 *
 * @throws {EngineInputError} when it is not a valid JSON Schema.
 */
export function compileSchema(schema: JsonSchema): Validate {
  // Both packages are CommonJS, and TypeScript and Node disagree about their default export.
  const require = createRequire(import.meta.url)
  const { Ajv2020 } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js')
  const addFormats = require('ajv-formats') as typeof import('ajv-formats').default
  const ajv = new Ajv2020({ strict: false, logger: false, allErrors: true })
  addFormats(ajv)
  try {
    const { $schema: _, $id: __, ...own } = schema
    const check = ajv.compile(own)
    return (value) => (check(value) ? [] : (check.errors ?? []))
  } catch (error) {
    throw new EngineInputError(
      `The JSON schema of response_format is not valid: ${error instanceof Error ? error.message : error}`,
      'response_format',
    )
  }
}

const maxRepairs = 24

/**
 * Repairs a value by replacing non-conforming parts with the smallest conforming ones.
 *
 * @throws {EngineInputError} when the result still does not conform.
 */
export function repairJson(value: unknown, schema: JsonSchema): unknown {
  const validate = compileSchema(schema)
  let current = value
  for (let step = 0; step < maxRepairs; step++) {
    const [error] = validate(current)
    if (!error) return current
    current = repairAt(current, error, schema)
  }
  const smallest = minimalValue(schema, schema)
  const [error] = validate(smallest)
  if (!error) return smallest
  throw new EngineInputError(
    `No value could be made for the JSON schema of response_format: ${error.instancePath || 'root'} ${error.message}`,
    'response_format',
  )
}

function repairAt(value: unknown, error: ErrorObject, root: JsonSchema): unknown {
  const copy = structuredClone({ value })
  const keys = ['value', ...error.instancePath.split('/').slice(1).map(unescapePointer)]
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const name = error.params.additionalProperty ?? error.params.unevaluatedProperty
    const object = keys.reduce<unknown>((parent, key) => (parent as Record<string, unknown>)[key], copy)
    delete (object as Record<string, unknown>)[String(name)]
    return copy.value
  }
  const parent = keys.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy)
  const schema = schemaAt(root, keys.slice(1))
  ;(parent as Record<string, unknown>)[keys.at(-1) ?? 'value'] = minimalValue(schema, root)
  return copy.value
}

function schemaAt(root: JsonSchema, keys: readonly string[]): JsonSchema {
  return keys.reduce<JsonSchema>((schema, key) => {
    const resolved = resolveSchema(schema, root)
    const tuple = resolved.prefixItems
    const item = Array.isArray(tuple) ? tuple[Number(key)] : undefined
    return (resolved.properties?.[key] ?? item ?? resolved.items ?? resolved.additionalProperties ?? {}) as JsonSchema
  }, root)
}

function unescapePointer(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}
