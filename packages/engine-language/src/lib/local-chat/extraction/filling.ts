import type { Evidence } from './candidate.ts'
import type { Extractor, FilledField } from './extractor.ts'
import type { Field } from './field.ts'

/** Fields that are being filled from a text. */
export interface Filling {
  readonly fields: readonly Field[]
  readonly evidence: Evidence
  readonly extractor: Extractor
  /** Values found so far, by path. Each rule adds to them. */
  readonly filled: Map<string, FilledField>
}
