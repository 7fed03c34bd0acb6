import { typesOf } from '../json/json-schema.ts'
import type { Candidate, CandidateKind } from './candidate.ts'
import { type Field, isPhraseField } from './field.ts'
import type { Filling } from './filling.ts'
import { isTimeField } from './format-date.ts'
import { scoreCandidate } from './score-candidate.ts'
import { toFieldValue } from './to-field-value.ts'

/** Minimum score for filling an optional field, and a required one. */
const optionalThreshold = 0.75
const requiredThreshold = 0.3

/** Unambiguous kinds, for which a lower score suffices. */
const plainKinds: readonly CandidateKind[] = ['date', 'email', 'url', 'phone']
const plainThreshold = 0.55

/** Fills the remaining fields with the candidates that fit best. */
export function assignCandidates({ fields, evidence, extractor, filled }: Filling): void {
  const open = fields.filter(
    ({ path, schema }) => !filled.has(path) && !schema.enum && !typesOf(schema).includes('boolean'),
  )
  extractor.budget?.spend('nodes', open.length * evidence.candidates.length)
  const pairs = open.flatMap((field) =>
    evidence.candidates
      .map((candidate, index) => ({
        field,
        candidate,
        index,
        score: scoreCandidate(field, candidate, extractor.wordNet),
      }))
      .filter(({ candidate, score }) => score >= thresholdOf(field, candidate)),
  )
  const used = new Set([...filled.values()].map(({ source }) => source))
  const taken: { start: number; end: number; slot: string }[] = []
  for (const { field, candidate } of pairs.toSorted((a, b) => b.score - a.score || a.index - b.index)) {
    if (filled.has(field.path) || used.has(candidate.text)) continue
    if (isPhraseField(field) && candidate.kind === 'noun') continue
    // A date may fill one date field and one time field.
    const slot = candidate.kind === 'date' && isTimeField(field) ? 'time' : 'value'
    const overlaps = (other: (typeof taken)[number]) =>
      other.slot === slot && other.start < candidate.end && candidate.start < other.end
    if (taken.some(overlaps)) continue
    const value = toFieldValue(field, candidate, extractor)
    if (value === undefined) continue
    filled.set(field.path, { value, source: candidate.text })
    taken.push({ start: candidate.start, end: candidate.end, slot })
  }
}

function thresholdOf({ isRequired }: Field, { kind }: Candidate): number {
  if (isRequired) return requiredThreshold
  return plainKinds.includes(kind) ? plainThreshold : optionalThreshold
}
