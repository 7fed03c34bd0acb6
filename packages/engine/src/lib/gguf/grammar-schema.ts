import type { GbnfJsonSchema } from 'node-llama-cpp'

/** JSON Schema keywords that node-llama-cpp grammars can enforce. */
const kept = new Set([
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'format',
  'oneOf',
  '$ref',
  '$defs',
  'description',
])
const formats = new Set(['date', 'time', 'date-time'])

/** Reduces a JSON Schema to the part that a grammar can enforce. The model is not constrained by the rest. */
export function toGrammarSchema(schema: unknown): GbnfJsonSchema {
  return reduce(schema) as GbnfJsonSchema
}

function reduce(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema
  const { anyOf, definitions, ...rest } = schema as Record<string, unknown>
  const source: Record<string, unknown> = {
    ...rest,
    ...(anyOf ? { oneOf: anyOf } : {}),
    ...(definitions ? { $defs: definitions } : {}),
  }
  const entries = Object.entries(source).flatMap(([keyword, value]): [string, unknown][] => {
    if (!kept.has(keyword) || (keyword === 'format' && !formats.has(String(value)))) return []
    if (keyword === 'properties' || keyword === '$defs') return [[keyword, reduceEach(value)]]
    if (keyword === '$ref') return [[keyword, String(value).replace('#/definitions/', '#/$defs/')]]
    if (keyword === 'oneOf' || keyword === 'prefixItems') return [[keyword, (value as unknown[]).map(reduce)]]
    return [[keyword, keyword === 'items' || keyword === 'additionalProperties' ? reduce(value) : value]]
  })
  return Object.fromEntries(entries)
}

function reduceEach(schemas: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schemas as Record<string, unknown>).map(([name, schema]) => [name, reduce(schema)]),
  )
}
