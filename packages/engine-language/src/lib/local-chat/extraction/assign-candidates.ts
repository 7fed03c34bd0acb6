import { typesOf } from '../json/json-schema.ts'
import { splitIdentifier, stemOf, wordsOf } from '../words.ts'
import type { Candidate, CandidateKind, Evidence } from './candidate.ts'
import { type Field, fieldStems, isPhraseField, kindsOf, unknownKinds } from './field.ts'
import type { Filling } from './filling.ts'
import { isTimeField } from './format-date.ts'
import { isBesideName, scoreCandidate } from './score-candidate.ts'
import { toFieldValue } from './to-field-value.ts'

/** Minimum score for filling an optional field, and a required one. */
const optionalThreshold = 0.75
const requiredThreshold = 0.3

/** Unambiguous kinds, for which a lower score suffices. */
const plainKinds: readonly CandidateKind[] = ['date', 'email', 'url', 'phone']
const plainThreshold = 0.55
/** Minimum score of the only number, if it is large. */
const amountThreshold = 0.4

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
      .filter(
        ({ candidate, score }) =>
          score >= thresholdOf(field, candidate, isSole(candidate, evidence)) &&
          isProven(field, candidate) &&
          !isLabeledOtherwise(field, candidate),
      ),
  )
  const clear = pairs.filter((pair) => !isAmbiguous(pair, pairs))
  const used = new Set([...filled.values()].map(({ source }) => source))
  const taken: { start: number; end: number; slot: string }[] = []
  for (const { field, candidate } of clear.toSorted((a, b) => b.score - a.score || a.index - b.index)) {
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

interface Pair {
  readonly field: Field
  readonly candidate: Candidate
  readonly score: number
}

/** Scores closer than this say nothing about which of two fields is meant. */
const clearMargin = 0.1

/**
 * Returns whether the best fields of a candidate fit it equally well, and there are too few of its kind for all of them. Then
 * none is filled, not even a field that fits less.
 */
function isAmbiguous({ field, candidate }: Pair, pairs: readonly Pair[]): boolean {
  if (field.isRequired) return false
  const own = pairs.filter((pair) => pair.candidate === candidate && isTimeField(pair.field) === isTimeField(field))
  const best = Math.max(...own.map(({ score }) => score))
  const equals = own.filter(({ score }) => best - score < clearMargin)
  const [first] = equals
  const peers = pairs.filter((pair) => pair.field === first?.field && pair.candidate.kind === candidate.kind)
  return peers.length < equals.length
}

function isBesideLabel(field: Field, { before: [label = ''] }: Candidate): boolean {
  const stems = fieldStems(field)
  const own = stemOf(splitIdentifier(label).split(' ').at(-1) ?? '')
  return stems.name.has(own) || stems.description.has(own)
}

/** "user_id '123'" and "ID 'x'" are labels: the value is of that field only. */
function isLabeledOtherwise(field: Field, { kind, before: [label = ''] }: Candidate): boolean {
  if (kind !== 'quoted' && kind !== 'code') return false
  const isLabel = /^\p{L}+_\p{L}+$/u.test(label) || label === 'id'
  const own = new Set(wordsOf(`${field.name} ${field.description}`).map(stemOf))
  const last = splitIdentifier(label).split(' ').at(-1) ?? ''
  return isLabel && !own.has(stemOf(last)) && !(last === 'id' && own.has(stemOf('identifier')))
}

/** An optional field takes no noun, and a text without a kind of its own only next to its name. */
function isProven(field: Field, candidate: Candidate): boolean {
  // A quotation is a code only beside its label: "version 'v2'".
  if (candidate.kind === 'quoted' && kindsOf(field)[0] === 'code' && !isBesideLabel(field, candidate)) return false
  if (field.isRequired) return true
  if (candidate.kind === 'noun' || /\b(?:boolean|flag|whether)\b/i.test(field.description)) return false
  return kindsOf(field) !== unknownKinds || (candidate.kind === 'quoted' && isBesideName(field, candidate))
}

/** Returns whether a name is the only one of its kind in the text, or an amount the only number. */
function isSole({ kind, text, number = 0, isGuess }: Candidate, { candidates }: Evidence): boolean {
  if (isGuess || candidates.filter((other) => other.kind === kind).length !== 1) return false
  if (kind === 'number') return number >= minAmount
  return kind === 'person' ? text.includes(' ') : kind === 'place' || kind === 'organization'
}

/** A number from which it is hardly a count or a position. */
const minAmount = 1_000

function thresholdOf({ isRequired }: Field, { kind }: Candidate, isOnly: boolean): number {
  if (isRequired) return requiredThreshold
  if (kind === 'number') return isOnly ? amountThreshold : optionalThreshold
  return plainKinds.includes(kind) || isOnly ? plainThreshold : optionalThreshold
}
