import { EngineInputError } from '@mira/engine'
import type { ErrorObject } from 'ajv'
import { createAjv } from './create-ajv.ts'
import type { JsonSchema } from './json-schema.ts'
import { countValues } from './json-size.ts'
import { type SchemaBudget, schemaError } from './schema-budget.ts'

/** Validates a value and returns the first errors; empty if it conforms. */
export type Validate = (value: unknown) => readonly ErrorObject[]

const maxValues = 10_000
/** Values of the answer that an evaluation reads in the time of one schema. */
const valuesPerNode = 256

/**
 * Compiles a normalized schema. Each evaluation of a schema and each pattern counts toward the budget.
 *
 * @param toPattern - Returns the linear-time matcher of a pattern.
 * @throws {EngineInputError} when it is not a valid JSON Schema.
 */
export function compileSchema(
  schema: JsonSchema,
  budget: SchemaBudget,
  toPattern: (source: string) => { test(text: string): boolean },
): Validate {
  let cost = 0
  const ajv = createAjv({
    // Without it, the code of each property is nested in that of the previous one, which overflows the stack.
    allErrors: true,
    meta: false,
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false, regExp: Object.assign(toPattern, { code: 'toPattern' }) },
    // Every schema has its size as `$comment`, so this is called for every evaluation.
    $comment: (size) => budget.spend('nodes', Number(size) + cost),
  })
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (isWanted: boolean, items: unknown[]) => !isWanted || areUnique(items),
  })
  const check = guard(budget.field, 'is not valid', () => ajv.compile(schema))
  return (value) => {
    const size = countValues(value)
    if (size > maxValues)
      throw schemaError(budget.field, `requires an answer of more than ${maxValues.toLocaleString('en')} values`)
    cost = Math.ceil(size / valuesPerNode)
    return guard(budget.field, 'cannot be evaluated', () => (check(value) ? [] : (check.errors ?? [])))
  }
}

function guard<Result>(field: string, problem: string, run: () => Result): Result {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof EngineInputError) throw cause
    // A RangeError is an overflow of the stack: the schema contains itself without a property or item in between.
    const reason =
      cause instanceof RangeError ? 'it is nested too deeply, or its references repeat without end' : String(cause)
    throw schemaError(field, `${problem}: ${reason}`, cause)
  }
}

/** Returns whether all items differ. In linear time, unlike the built-in keyword, which compares all pairs. */
function areUnique(items: readonly unknown[]): boolean {
  return new Set(items.map(toKey)).size === items.length
}

/** Returns the same text for equal JSON values, whatever the order of their properties. */
function toKey(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
