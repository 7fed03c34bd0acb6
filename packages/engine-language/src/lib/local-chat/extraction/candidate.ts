import type { ParsedResult } from 'chrono-node'

/** What a stretch of text can be the value of. */
export type CandidateKind =
  | 'number'
  | 'date'
  | 'email'
  | 'url'
  | 'phone'
  | 'code'
  | 'person'
  | 'place'
  | 'organization'
  | 'quoted'
  | 'noun'

/** A stretch of text that a field may be filled with. */
export interface Candidate {
  readonly kind: CandidateKind
  readonly text: string
  readonly start: number
  readonly end: number
  /** Words before it, the nearest first, lower case. */
  readonly before: readonly string[]
  /** Words after it, the nearest first, lower case. */
  readonly after: readonly string[]
  /** On `number`: its value; percent and money keep their sign in `unit`. */
  readonly number?: number | undefined
  readonly unit?: string | undefined
  /** On `date`: what chrono-node read. */
  readonly date?: ParsedResult | undefined
}

/** All candidates of a text. */
export interface Evidence {
  readonly text: string
  readonly candidates: readonly Candidate[]
}
