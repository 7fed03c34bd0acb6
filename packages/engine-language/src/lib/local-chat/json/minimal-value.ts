import { fixedValue, type JsonSchema, optionText, propertyOf, typesOf } from './json-schema.ts'
import { countCharacters } from './json-size.ts'
import { resolveSchema, variantsOf } from './resolve-schema.ts'
import type { SchemaDocument } from './schema-document.ts'

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
export function minimalValue(schema: JsonSchema | boolean | undefined, document: SchemaDocument, depth = 0): unknown {
  const resolved = resolveSchema(schema, document)
  const fixed = fixedValue(resolved) ?? ('default' in resolved ? { value: resolved.default } : undefined)
  if (fixed) {
    document.budget.spend('characters', countCharacters(fixed.value))
    return fixed.value
  }
  const types = typesOf(resolved)
  if (types.includes('null') || depth > maxDepth) return null
  const variants = variantsOf(resolved, document)
  if (variants.length > 0) {
    const nullable = variants.find((variant) => typesOf(variant).includes('null'))
    return nullable ? null : minimalValue(variants[0], document, depth + 1)
  }
  if (resolved.enum) return minimalOption(resolved.enum)
  return minimalOfType(resolved, document, depth)
}

function minimalOption(options: readonly unknown[]): unknown {
  const isNeutral = (value: unknown) => /^(?:unknown|other|none|n\/a|unspecified)$/i.test(optionText(value))
  return options.find(isNeutral) ?? options[0]
}

function minimalOfType(schema: JsonSchema, document: SchemaDocument, depth: number): unknown {
  const [type = 'string'] = typesOf(schema)
  if (type === 'object') {
    const names = schema.required ?? []
    return Object.fromEntries(
      names.map((name) => {
        document.budget.spend('characters', name.length)
        return [name, minimalValue(propertyOf(schema, name), document, depth + 1)]
      }),
    )
  }
  if (type === 'array') {
    const tuple = Array.isArray(schema.prefixItems) ? (schema.prefixItems as JsonSchema[]) : []
    const items: unknown[] = []
    for (let index = 0; index < numberOr(schema.minItems, 0); index++) {
      items.push(minimalItem({ schema: tuple[index] ?? schema.items, index }, document, depth + 1))
    }
    return items
  }
  if (type === 'number' || type === 'integer') return conformNumber(0, schema)
  if (type === 'boolean') return false
  return minimalString(schema, document)
}

/** Returns the smallest value for an array item. Items differ if their schema allows it. */
export function minimalItem(
  { schema, index }: { readonly schema: JsonSchema | boolean | undefined; readonly index: number },
  document: SchemaDocument,
  depth = 0,
): unknown {
  const smallest = minimalValue(schema, document, depth)
  if (index === 0) return smallest
  const resolved = resolveSchema(schema, document)
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
function minimalString(schema: JsonSchema, document: SchemaDocument): string {
  const sample = formatSamples[schema.format ?? '']
  if (sample !== undefined) return sample
  if (schema.pattern !== undefined) return document.pattern(schema.pattern).sample()
  const length = numberOr(schema.minLength, 0)
  document.budget.spend('characters', length + 1)
  return '-'.repeat(length)
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback
}
