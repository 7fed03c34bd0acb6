import type { WordNet } from '@mira/engine-lexicon'
import type { SchemaBudget } from '../json/schema-budget.ts'
import type { Meaning } from '../meaning.ts'

/** Dependencies of extraction. */
export interface Extractor {
  readonly meaning: Meaning
  readonly wordNet: WordNet
  readonly now: Date
  readonly timeZone: string
  readonly signal?: AbortSignal | undefined
  /** Whether options are filled only if the text names them, not by meaning. */
  readonly isExact?: boolean | undefined
  /** Limits the work of fields and options that a schema of the request lists. */
  readonly budget?: SchemaBudget | undefined
}

/** Value of a field and the span of text it was extracted from. */
export interface FilledField {
  readonly value: unknown
  readonly source: string
}
