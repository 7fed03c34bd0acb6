import { schemaError } from './schema-budget.ts'

const maxDepth = 100
const maxValues = 20_000
const maxCharacters = 500_000

/**
 * Checks the size of a schema before it is read. Iterative, so that no nesting overflows the stack.
 *
 * @throws {EngineInputError} when it is nested too deeply, or has too many values or characters.
 */
export function checkSchemaSize(schema: unknown, field: string): void {
  const limit = (size: number, max: number, unit: string) => {
    if (size > max) throw schemaError(field, `has more than ${max.toLocaleString('en')} ${unit}`)
  }
  let values = 0
  let characters = 0
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: schema, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next
    limit(++values, maxValues, 'values')
    limit(depth, maxDepth, 'levels')
    if (typeof value === 'string') characters += value.length
    else if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value)) {
        characters += key.length
        open.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1 })
      }
      limit(values + open.length, maxValues, 'values')
    }
    limit(characters, maxCharacters, 'characters')
  }
}

/** Counts the values of a JSON value: itself, and all items and properties. */
export function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, item) => sum + countValues(item), 1)
}

/** Counts the characters of the strings and property names of a JSON value, one at least. */
export function countCharacters(value: unknown): number {
  if (typeof value === 'string') return value.length + 1
  if (typeof value !== 'object' || value === null) return 1
  return Object.entries(value).reduce((sum, [key, item]) => sum + key.length + countCharacters(item), 1)
}
