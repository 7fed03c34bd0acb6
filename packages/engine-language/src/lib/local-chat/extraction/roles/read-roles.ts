import { DateTime } from 'luxon'
import { isNumeric, typesOf } from '../../json/json-schema.ts'
import type { Filling } from '../filling.ts'
import { datePattern } from '../format-date.ts'
import { type Day, findDays } from './find-days.ts'
import { findTimes, type TimeOfDay } from './find-times.ts'
import { findNamePhrases, lacksCapitals, type NamePhrase } from './name-phrases.ts'
import { readAttribute, readDish, readExpense } from './read-attributes.ts'
import { readCount } from './read-counts.ts'
import { findSums, type Sum } from './read-money.ts'
import { readAddress, readCity, readCompany, readEvent, readFacility, readPerson, readVenue } from './read-names.ts'
import { type Role, toRole } from './role.ts'

/** Message with what was found in it. */
interface Message {
  readonly text: string
  /** The text in which days, times and sums are blanked, at the same positions. */
  readonly plain: string
  readonly days: readonly Day[]
  readonly times: readonly TimeOfDay[]
  readonly sums: readonly Sum[]
  readonly names: readonly NamePhrase[]
  readonly roles: readonly Role[]
}

/** Length of a message that is read by roles, in characters. */
const maxLength = 2_000

/**
 * Fills the fields of an English message by their roles: counts by their nouns, days and times by "from" and "until", places by
 * their prepositions, people and venues by the words before them. A value without such evidence is left out.
 *
 * @returns The paths of the optional fields that these rules decide, filled or not.
 */
export function readRoles({ fields, evidence, extractor, filled }: Filling): ReadonlySet<string> {
  const roles = fields.flatMap((field) => toRole(field) ?? []).filter(({ field }) => !filled.has(field.path))
  if (roles.length === 0 || evidence.text.length > maxLength) return new Set()
  const message = readMessage(roles, { evidence, filled, extractor })
  for (const role of roles) {
    const value = readValue(role, message)
    if (value !== undefined) filled.set(role.field.path, { value, source: String(value) })
  }
  return new Set(roles.filter(({ field }) => !field.isRequired).map(({ field }) => field.path))
}

/** Values of the last text: a request reads the same text for each array and each tool. */
let last: { readonly now: Date; readonly zone: string; readonly found: Omit<Message, 'roles'> } | undefined

function readMessage(
  roles: readonly Role[],
  { evidence: { text }, filled, extractor: { now, timeZone } }: Omit<Filling, 'fields'>,
): Message {
  const isLast = last?.found.text === text && last.now === now && last.zone === timeZone
  if (!last || !isLast) last = { now, zone: timeZone, found: searchText(text, now, timeZone) }
  const used = new Set([...filled.values()].map(({ source }) => source.toLowerCase()))
  return { ...last.found, roles, names: last.found.names.filter(({ text: name }) => !used.has(name.toLowerCase())) }
}

function searchText(text: string, now: Date, zone: string): Omit<Message, 'roles'> {
  const days = findDays(text, now, zone)
  const times = findTimes(text)
  const sums = findSums(text)
  const plain = [...days, ...times, ...sums].reduce(
    (rest, { start, end }) => rest.slice(0, start) + '¤'.repeat(end - start) + rest.slice(end),
    text,
  )
  return { text, plain, days, times, sums, names: findNamePhrases(plain, lacksCapitals(text)) }
}

function readValue(role: Role, message: Message): unknown {
  const { kind, field } = role
  const { plain, names, roles } = message
  if (kind === 'count') {
    const value = readCount(
      role,
      plain,
      roles.flatMap(({ group }) => group ?? []),
    )
    if (value === undefined || (field.schema.enum && !field.schema.enum.includes(value))) return undefined
    return isNumeric(field.schema) ? value : String(value)
  }
  if (kind === 'money') return readSum(role, message)
  if (kind === 'day') return readDay(role, message)
  if (kind === 'time') return readTime(role, message)
  if (kind === 'city') return readCity(role, names, roles)
  if (kind === 'address') return readAddress(plain)
  if (kind === 'facility') return readFacility(role, names)
  if (kind === 'venue') return readVenue(names, isPlaceless(message))
  if (kind === 'event') return readEvent(names)
  if (kind === 'person') return readPerson(role, names, roles)
  if (kind === 'company') return readCompany(names)
  if (kind === 'dish') return readDish(plain)
  return kind === 'expense' ? readExpense(plain) : readAttribute(role, plain)
}

/** Returns whether a city is requested as well, but none is named: then "at Springfield" may be either. */
function isPlaceless({ names, roles }: Message): boolean {
  const cities = roles.filter(({ kind }) => kind === 'city')
  return cities.length > 0 && cities.every((role) => readCity(role, names, roles) === undefined)
}

/** The only sum fills the only field for money. */
function readSum({ field }: Role, { sums, roles }: Message): unknown {
  const [only] = sums
  if (!only || sums.length !== 1 || roles.filter(({ kind }) => kind === 'money').length !== 1) return undefined
  if (!isNumeric(field.schema)) return only.text
  return typesOf(field.schema).includes('number') || Number.isInteger(only.value) ? only.value : undefined
}

const startCue =
  /\b(?:from|start\w*|begin\w*|check(?:ing)?[- ]?in|check-?in|arriv\w*|com(?:e|ing)|pick\w*(?: it)?(?: up)?|between|since)\b/gi
const endCue =
  /\b(?:until|till|til|through|return\w*|drop\w*|check(?:ing)?[- ]?out|check-?out|leav\w+|depart\w*|end\w*|back)\b|(?:\bto(?: the)?|[-–—])\s*$/gi

/** Whether the words before a span, or right after it, say that it is a start or an end. */
function sideAt(text: string, from: number, { start, end }: { start: number; end: number }): Role['side'] {
  const after = /^\s*(pick|check[- ]?in|drop|return|check[- ]?out)/i.exec(text.slice(end, end + 20))?.[1]
  if (after) return /^(?:drop|return)|out$/i.test(after) ? 'end' : 'start'
  const before = text.slice(Math.max(from, start - 60), start)
  if (/\b(?:check-?in|arrival|pick-?up|start)(?: date)? to(?: the)?\s*$/i.test(before)) return 'start'
  const last = (cue: RegExp) => [...before.matchAll(cue)].at(-1)?.index ?? -1
  const [begins, ends] = [last(startCue), last(endCue)]
  if (begins === ends) return undefined
  return ends > begins ? 'end' : 'start'
}

function readDay({ field, side }: Role, { text, days, roles }: Message): string | undefined {
  const sides = roles.filter(({ kind }) => kind === 'day').map((role) => role.side)
  const sided = days.map((day, index) => ({ day, side: sideAt(text, days[index - 1]?.end ?? 0, day) }))
  const chosen = chooseSide(sided, side, sides)
  return chosen?.day.date.toFormat(datePattern(field) ?? 'yyyy-MM-dd')
}

function readTime({ side }: Role, { text, times, roles }: Message): string | undefined {
  const sides = roles.filter(({ kind }) => kind === 'time').map((role) => role.side)
  const sided = times.map((time, index) => ({ time, side: sideAt(text, times[index - 1]?.end ?? 0, time) }))
  const chosen = chooseSide(
    sided,
    sides.length > 1 || times.length > 1 ? side : undefined,
    sides.length > 1 ? sides : [undefined],
  )
  return chosen && DateTime.fromObject({ hour: chosen.time.hour, minute: chosen.time.minute }).toFormat('HH:mm')
}

/** Chooses the only span that has the side of a field; of two spans without, the first is the start and the second the end. */
function chooseSide<Span extends { readonly side: Role['side'] }>(
  spans: readonly Span[],
  side: Role['side'],
  sides: readonly Role['side'][],
): Span | undefined {
  if (sides.filter((other) => other === side).length > 1) return undefined
  const ends = spans.filter((span) => span.side === 'end')
  const others = spans.filter((span) => span.side !== 'end')
  const isPair = spans.length === 2 && ends.length !== 1
  if (side === 'end') {
    if (isPair && sides.includes('start')) return spans[1]
    return ends.length === 1 ? ends[0] : undefined
  }
  if (side === undefined && !sides.includes('end')) return spans.length === 1 ? spans[0] : undefined
  if (isPair) return spans[0]
  if (others.length === 1) return others[0]
  return undefined
}
