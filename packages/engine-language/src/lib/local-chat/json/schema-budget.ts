import { EngineInputError } from '@mira/engine'

/** Kinds of work that a JSON Schema causes, and their limits. Each limit is a few seconds of work. */
export const schemaLimits = {
  /** Schemas visited, references and variants counted each time: about a microsecond each. */
  nodes: 500_000,
  /** Characters generated, for all parts of the answer together. */
  characters: 1_000_000,
  /** States that patterns were in, summed over all characters read. */
  'pattern steps': 25_000_000,
} as const

/** Kind of work that is limited. */
export type SchemaWork = keyof typeof schemaLimits

/** Counts the work that one JSON Schema causes in a request, and ends it at the limits. */
export class SchemaBudget {
  /** Request field that contains the schema, such as `response_format`. */
  readonly field: string
  readonly #spent: Record<SchemaWork, number> = { nodes: 0, characters: 0, 'pattern steps': 0 }

  constructor(field: string) {
    this.field = field
  }

  /** Work done so far. */
  get spent(): Readonly<Record<SchemaWork, number>> {
    return this.#spent
  }

  /**
   * Counts work before it is done.
   *
   * @throws {EngineInputError} when it exceeds the limit.
   */
  spend(work: SchemaWork, amount: number): void {
    this.#spent[work] += amount
    if (this.#spent[work] <= schemaLimits[work]) return
    throw schemaError(
      this.field,
      `takes more than ${schemaLimits[work].toLocaleString('en')} ${work} to answer. Use smaller counts, fewer references and variants, or simpler patterns`,
    )
  }
}

/** Creates the error for a schema that is rejected. */
export function schemaError(field: string, problem: string, cause?: unknown): EngineInputError {
  return new EngineInputError(`The JSON schema of ${field} ${problem}`, field, { cause })
}
