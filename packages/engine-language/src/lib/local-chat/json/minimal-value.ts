import RandExp from 'randexp'
import { fixedValue, type JsonSchema, resolveSchema, typesOf, variantsOf } from './json-schema.ts'

const formatSamples: Readonly<Record<string, string>> = {
  date: '1970-01-01',
  time: '00:00:00Z',
  'date-time': '1970-01-01T00:00:00Z',
  duration: 'PT0S',
  email: 'unknown@example.com',
  'idn-email': 'unknown@example.com',
  hostname: 'example.com',
  uri: 'https://example.com',
  url: 'https://example.com',
  'uri-reference': '/',
  uuid: '00000000-0000-0000-0000-000000000000',
  ipv4: '0.0.0.0',
  ipv6: '::',
}

const maxDepth = 12

/** Returns the smallest value that a schema allows, for data that is missing from the conversation. */
export function minimalValue(schema: JsonSchema | boolean | undefined, root: JsonSchema, depth = 0): unknown {
  const resolved = resolveSchema(schema, root)
  const fixed = fixedValue(resolved)
  if (fixed) return fixed.value
  if ('default' in resolved) return resolved.default
  const types = typesOf(resolved)
  if (types.includes('null') || depth > maxDepth) return null
  const variants = variantsOf(resolved, root)
  if (variants.length > 0) {
    const nullable = variants.find((variant) => typesOf(variant).includes('null'))
    return nullable ? null : minimalValue(variants[0], root, depth + 1)
  }
  if (resolved.enum)
    return (
      resolved.enum.find((value) => /^(?:unknown|other|none|n\/a|unspecified)$/i.test(String(value))) ??
      resolved.enum[0]
    )
  return minimalOfType(types[0] ?? 'string', resolved, root, depth)
}

function minimalOfType(type: string, schema: JsonSchema, root: JsonSchema, depth: number): unknown {
  if (type === 'object') {
    const properties = schema.properties ?? {}
    const names = schema.required ?? []
    return Object.fromEntries(names.map((name) => [name, minimalValue(properties[name], root, depth + 1)]))
  }
  if (type === 'array') {
    const tuple = Array.isArray(schema.prefixItems) ? (schema.prefixItems as JsonSchema[]) : []
    const length = Math.min(Math.max(numberOr(schema.minItems, 0), 0), 100)
    return Array.from({ length }, (_, index) => minimalItem(tuple[index] ?? schema.items, root, index, depth + 1))
  }
  if (type === 'number' || type === 'integer') return conformNumber(0, schema)
  if (type === 'boolean') return false
  return minimalString(schema)
}

/** Returns the smallest value for an array item. Items differ if their schema allows it. */
export function minimalItem(
  schema: JsonSchema | boolean | undefined,
  root: JsonSchema,
  index: number,
  depth = 0,
): unknown {
  const smallest = minimalValue(schema, root, depth)
  if (index === 0) return smallest
  const resolved = resolveSchema(schema, root)
  if (resolved.enum) return resolved.enum[index % resolved.enum.length]
  if (typeof smallest === 'number')
    return conformNumber(smallest + index * Math.max(numberOr(resolved.multipleOf, 1), 1e-6), resolved)
  if (typeof smallest !== 'string' || resolved.pattern !== undefined || resolved.format !== undefined) return smallest
  return `${index}`.padStart(Math.max(smallest.length, 1), '-')
}

/** Returns the nearest number within the schema's bounds and step. */
export function conformNumber(value: number, schema: JsonSchema): number {
  const types = typesOf(schema)
  const isInteger = types.includes('integer') && !types.includes('number')
  const step = numberOr(schema.multipleOf, isInteger ? 1 : 0)
  const nudge = step || 1e-6
  const low = Math.max(
    numberOr(schema.minimum, Number.NEGATIVE_INFINITY),
    numberOr(schema.exclusiveMinimum, Number.NEGATIVE_INFINITY) + nudge,
  )
  const high = Math.min(
    numberOr(schema.maximum, Number.POSITIVE_INFINITY),
    numberOr(schema.exclusiveMaximum, Number.POSITIVE_INFINITY) - nudge,
  )
  const clamped = Math.min(Math.max(value, low), high)
  if (!step) return clamped
  const rounded = Math.round(clamped / step) * step
  return rounded < low ? Math.ceil(low / step) * step : rounded > high ? Math.floor(high / step) * step : rounded
}

/** Returns a string that matches the schema's format or pattern; without either, the shortest allowed. */
export function minimalString(schema: JsonSchema): string {
  const sample = schema.format === undefined ? undefined : formatSamples[schema.format]
  if (sample !== undefined) return sample
  if (schema.pattern !== undefined) return sampleOfPattern(schema.pattern)
  return ''.padEnd(numberOr(schema.minLength, 0), '-')
}

/** Generates a string that matches a pattern. Deterministic across machines. */
function sampleOfPattern(pattern: string): string {
  try {
    const generator = new RandExp(pattern)
    generator.max = 3
    generator.randInt = (low) => low
    return generator.gen()
  } catch {
    return ''
  }
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback
}
