import type { JsonSchema } from './json-schema.ts'
import { countValues } from './json-size.ts'
import { schemaError } from './schema-budget.ts'

/** Keywords whose value is a schema, an object of schemas, and a list of schemas. */
const schemaKeywords = new Set(
  'additionalProperties unevaluatedProperties unevaluatedItems items contains propertyNames not if then else'.split(
    ' ',
  ),
)
const mapKeywords = new Set('properties patternProperties dependentSchemas dependencies $defs definitions'.split(' '))
const listKeywords = new Set('allOf anyOf oneOf prefixItems'.split(' '))
/** Keywords whose value is data. */
const dataKeywords = new Set('const default enum'.split(' '))
const plainKeywords = new Set(
  'type required dependentRequired title description format pattern nullable minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems uniqueItems minContains maxContains minProperties maxProperties'.split(
    ' ',
  ),
)
/** Compiling takes time that is quadratic in these. */
const maxAlternatives = 500
const maxSchemas = 10_000
const maxUnevaluatedSchemas = 1_000
const referenceKeywords = ['$dynamicRef', '$recursiveRef']

/** Schema that contains only the keywords that are read, with its parts by JSON pointer. */
export interface NormalizedSchema {
  readonly root: JsonSchema
  /** All schemas of the document by pointer without `#`: `` is the root, `/$defs/a` a definition. */
  readonly schemas: ReadonlyMap<string, JsonSchema | boolean>
}

/**
 * Copies a schema without annotations, unknown keywords and nulls, and resolves where its references point.
 *
 * Values of the wrong type are kept for the meta-schema to report. `$comment` of the copy is the number of values that
 * one evaluation of the schema reads, which the validator counts.
 *
 * @throws {EngineInputError} when a reference does not point to a schema of the document.
 */
export function normalizeSchema(schema: object, field: string): NormalizedSchema {
  const copier = new SchemaCopier(field)
  const root = copier.copy(schema, '') as JsonSchema
  copier.check()
  return { root, schemas: copier.schemas }
}

class SchemaCopier {
  readonly schemas = new Map<string, JsonSchema | boolean>()
  readonly #field: string
  readonly #references: string[] = []
  #usesUnevaluated = false

  constructor(field: string) {
    this.#field = field
  }

  copy(schema: unknown, pointer: string): unknown {
    if (typeof schema === 'boolean') this.schemas.set(pointer, schema)
    if (!isObject(schema)) return schema
    const copy: Record<string, unknown> = {}
    for (const [keyword, value] of Object.entries(schema)) {
      const copied = this.#copyKeyword(keyword, value, `${pointer}/${escapePointer(keyword)}`)
      if (copied !== undefined) copy[keyword] = copied
    }
    copy.$comment = String(weigh(copy))
    this.schemas.set(pointer, copy)
    return copy
  }

  check(): void {
    const max = this.#usesUnevaluated ? maxUnevaluatedSchemas : maxSchemas
    if (this.schemas.size > max) throw schemaError(this.#field, `has more than ${max.toLocaleString('en')} schemas`)
    for (const reference of this.#references) {
      if (this.schemas.has(toPointer(reference) ?? '?')) continue
      throw schemaError(
        this.#field,
        `is not valid: the reference ${JSON.stringify(reference.slice(0, 80))} does not point to a schema in it, as "#/$defs/name" does`,
      )
    }
  }

  #copyKeyword(keyword: string, value: unknown, pointer: string): unknown {
    if (dataKeywords.has(keyword)) return value
    if (value === null) return undefined
    if (referenceKeywords.includes(keyword)) throw schemaError(this.#field, `uses ${keyword}, which is not supported`)
    if (keyword === '$ref') {
      if (typeof value === 'string') this.#references.push(value)
      return value
    }
    if (keyword.startsWith('unevaluated')) this.#usesUnevaluated = true
    if (schemaKeywords.has(keyword)) return this.copy(value, pointer)
    if (listKeywords.has(keyword) || keyword === 'patternProperties') this.#checkAlternatives(keyword, value)
    if (listKeywords.has(keyword)) {
      return Array.isArray(value) ? value.map((item, index) => this.copy(item, `${pointer}/${index}`)) : value
    }
    if (mapKeywords.has(keyword)) return this.#copyMap(value, pointer)
    return plainKeywords.has(keyword) ? value : undefined
  }

  #checkAlternatives(keyword: string, value: unknown): void {
    if (typeof value !== 'object' || value === null || Object.keys(value).length <= maxAlternatives) return
    throw schemaError(this.#field, `has more than ${maxAlternatives} schemas in ${keyword}`)
  }

  #copyMap(value: unknown, pointer: string): unknown {
    if (!isObject(value)) return value
    const entries = Object.entries(value)
    // Defined rather than assigned by `fromEntries`, so that a property may be named `__proto__`.
    return Object.fromEntries(
      entries.map(([name, item]) => [name, this.copy(item, `${pointer}/${escapePointer(name)}`)]),
    )
  }
}

/** Returns the pointer of a reference to the same document; undefined for other references. */
export function toPointer(reference: string): string | undefined {
  if (!/^#(?:\/|$)/.test(reference)) return undefined
  try {
    return decodeURIComponent(reference.slice(1))
  } catch {
    return undefined
  }
}

/** Counts the values that one evaluation reads: those of data, and the names of properties. */
function weigh(schema: Readonly<Record<string, unknown>>): number {
  return Object.entries(schema).reduce((sum, [keyword, value]) => {
    if (schemaKeywords.has(keyword)) return sum + 1
    if (mapKeywords.has(keyword)) return sum + (isObject(value) ? Object.keys(value).length : 1)
    if (listKeywords.has(keyword)) return sum + (Array.isArray(value) ? value.length : 1)
    return sum + countValues(value)
  }, 1)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
