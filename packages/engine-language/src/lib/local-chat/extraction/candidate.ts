import type { ParsedResult } from 'chrono-node'

/** Kind of value that a span of text may be. */
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

/** Span of text that may be the value of a field. */
export interface Candidate {
  readonly kind: CandidateKind
  readonly text: string
  readonly start: number
  readonly end: number
  /** Words before the span in lower case, nearest first. */
  readonly before: readonly string[]
  /** Words after the span in lower case, nearest first. */
  readonly after: readonly string[]
  /** On `number`: the numeric value. Percent and currency signs are in `unit`. */
  readonly number?: number | undefined
  readonly unit?: string | undefined
  /** On `person`: whether only capital letters speak for it. */
  readonly isGuess?: boolean | undefined
  /** On `date`: the result of chrono-node. */
  readonly date?: ParsedResult | undefined
}

/** Text with all its candidates. */
export interface Evidence {
  readonly text: string
  readonly candidates: readonly Candidate[]
}
