import { compileSchema, type Validate } from './compile-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { type NormalizedSchema, toPointer } from './normalize-schema.ts'
import { LinearPattern } from './pattern/linear-pattern.ts'
import type { SchemaBudget } from './schema-budget.ts'

/** JSON Schema of a request, with the work that it may still cause. */
export class SchemaDocument {
  readonly root: JsonSchema
  readonly budget: SchemaBudget
  /** Schemas with their references and `allOf` resolved. They must not be modified. */
  readonly resolved = new WeakMap<JsonSchema, JsonSchema>()
  readonly #schemas: NormalizedSchema['schemas']
  readonly #patterns = new Map<string, LinearPattern>()
  #validate: Validate | undefined

  constructor({ root, schemas }: NormalizedSchema, budget: SchemaBudget) {
    this.root = root
    this.budget = budget
    this.#schemas = schemas
  }

  /** Returns the schema that a reference points to. */
  lookUp(reference: string): JsonSchema | boolean | undefined {
    const pointer = toPointer(reference)
    return pointer === undefined ? undefined : this.#schemas.get(pointer)
  }

  /**
   * Returns a pattern of the schema, compiled once.
   *
   * @throws {EngineInputError} when it is invalid or too large.
   */
  pattern(source: string): LinearPattern {
    const pattern = this.#patterns.get(source) ?? new LinearPattern(source, this.budget)
    this.#patterns.set(source, pattern)
    return pattern
  }

  /**
   * Validates a value and returns the first errors; empty if it conforms.
   *
   * @throws {EngineInputError} when the schema cannot be compiled, or takes too much work to validate.
   */
  validate(value: unknown): ReturnType<Validate> {
    this.#validate ??= compileSchema(this.root, this.budget, (source) => this.pattern(source))
    return this.#validate(value)
  }
}
