import type { Candidate, CandidateKind } from './candidate.ts'

/** Candidate without the words around it. */
export type Span = Omit<Candidate, 'before' | 'after'>

/** Length of the text around a span that is its context, in characters. */
export const maxContext = 200

/** Creates a span. */
export function span(kind: CandidateKind, text: string, start: number): Span {
  return { kind, text, start, end: start + text.length }
}

/** Returns whether any of the spans overlaps one. */
export function covers(spans: readonly Span[], { start, end }: Span): boolean {
  return spans.some((other) => other.start < end && start < other.end)
}

/** Removes the spans that overlap an earlier one. */
export function dropOverlaps(spans: readonly Span[]): Span[] {
  return spans.filter((candidate, index) => !covers(spans.slice(0, index), candidate))
}

/** Returns the text before a position, as far as it is context. */
export function textBefore(text: string, index: number): string {
  return text.slice(Math.max(0, index - maxContext), index)
}
