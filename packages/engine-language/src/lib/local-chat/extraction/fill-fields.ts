import { DateTime } from 'luxon'
import { typesOf } from '../json/json-schema.ts'
import { fillRussianFields } from '../russian/fill-fields.ts'
import { isCyrillic } from '../russian/question.ts'
import { assignCandidates } from './assign-candidates.ts'
import type { Extractor, FilledField } from './extractor.ts'
import { type Field, isPhraseField } from './field.ts'
import { chooseByMeaning, fillOptions } from './fill-options.ts'
import type { Filling } from './filling.ts'
import { findCandidates } from './find-candidates.ts'
import { findDirectly } from './find-directly.ts'
import { isPartialName } from './partial-name.ts'
import { findPlacePhrase } from './request-phrases.ts'
import { readRoles } from './roles/read-roles.ts'
import { findTopic } from './topic.ts'

/**
 * Extracts values for fields from the beginning of a text. Each span fills at most one field.
 *
 * @returns The fields found, by path.
 */
export async function fillFields(
  fields: readonly Field[],
  text: string,
  extractor: Extractor,
): Promise<Map<string, FilledField>> {
  if (isCyrillic(text)) return fillRussianFields(fields, text, extractor)
  const { now, timeZone } = extractor
  const evidence = findCandidates(text, { now, offsetMinutes: DateTime.fromJSDate(now, { zone: timeZone }).offset })
  const filled = new Map<string, FilledField>()
  const filling: Filling = { fields, evidence, extractor, filled }
  fillOptions(filling)
  for (const field of fields) {
    if (filled.has(field.path)) continue
    const found = findDirectly(field, evidence, extractor)
    if (found) filled.set(field.path, found)
  }
  const decided = readRoles(filling)
  assignCandidates({ ...filling, fields: fields.filter(({ path }) => !decided.has(path)) })
  fillPlace(filling)
  fillPhrases(filling)
  await chooseByMeaning(filling)
  dropPartialNames(filling)
  return filled
}

/** Removes pieces of names: the whole name is not known then. */
function dropPartialNames({ fields, evidence, filled }: Filling): void {
  for (const field of fields) {
    const { value } = filled.get(field.path) ?? {}
    if (typeof value !== 'string' || field.schema.enum || isPhraseField(field) || isClass(field)) continue
    const others = [...filled].flatMap(([path, { value: other }]) =>
      path !== field.path && typeof other === 'string' ? [other] : [],
    )
    if (isPartialName(evidence.text, value, others)) filled.delete(field.path)
  }
}

/** "Standard" of "a Standard Car" is a class and no piece of a name. */
function isClass({ name }: Field): boolean {
  return /\b(?:type|class|category)$/.test(name)
}

/** Fills the only field for a room or an area with the only place that a preposition names. */
function fillPlace({ fields, evidence, filled }: Filling): void {
  const rooms = fields.filter(({ name, schema }) => /\b(?:room|area|zone)\b/.test(name) && !schema.enum)
  const [room] = rooms
  if (!room || rooms.length !== 1 || filled.has(room.path) || !typesOf(room.schema).includes('string')) return
  const place = findPlacePhrase(evidence.text)
  if (place) filled.set(room.path, { value: place, source: place })
}

/** Fills a free-text field with the topic of the request, excluding the spans used by other fields. */
function fillPhrases({ fields, evidence, filled }: Filling): void {
  const isOpen = (field: Field) =>
    !filled.has(field.path) && isPhraseField(field) && field.isRequired && !field.schema.enum
  const field = fields.filter(isOpen).find(({ schema }) => typesOf(schema).includes('string'))
  if (!field) return
  const sources = [...filled.values()].map(({ source }) => source).filter((source) => source.length > 1)
  const topic = findTopic(evidence.text, sources)
  if (topic) filled.set(field.path, { value: topic, source: topic })
}
