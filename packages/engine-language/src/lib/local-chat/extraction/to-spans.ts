import type { CandidateKind } from './candidate.ts'
import type { ParsedPhrase } from './parsed-text.ts'
import { type Span, span } from './span.ts'

/** Converts phrases to spans without punctuation and possessive endings. */
export function toSpans(kind: CandidateKind, phrases: readonly ParsedPhrase[]): Span[] {
  return phrases.flatMap(({ text, start }) => {
    const trimmed = text
      .trim()
      .replace(/[.,;:!?]+$/, '')
      .replace(/['’]s$/, '')
    return trimmed ? [span(kind, trimmed, start)] : []
  })
}
