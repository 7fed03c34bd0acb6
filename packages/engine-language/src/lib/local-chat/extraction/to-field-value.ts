import { typesOf } from '../json/json-schema.ts'
import type { Candidate } from './candidate.ts'
import type { Extractor } from './extractor.ts'
import type { Field } from './field.ts'
import { formatDate } from './format-date.ts'

/** Converts a candidate to a value of the type of a field; undefined if that is not possible. */
export function toFieldValue(field: Field, candidate: Candidate, { timeZone }: Extractor): unknown {
  const types = typesOf(field.schema)
  if (types.includes('number') || types.includes('integer')) {
    if (candidate.number === undefined) return undefined
    return types.includes('number') || Number.isInteger(candidate.number) ? candidate.number : undefined
  }
  if (!types.includes('string')) return undefined
  if (candidate.date) return formatDate(field, candidate.date.start, timeZone)
  return candidate.kind === 'quoted' ? candidate.text : candidate.text.replace(/^(?:the|a|an|my|some) /i, '')
}
