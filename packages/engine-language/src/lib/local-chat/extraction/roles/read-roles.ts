import { DateTime } from 'luxon'
import { isNumeric, typesOf } from '../../json/json-schema.ts'
import type { Filling } from '../filling.ts'
import { datePattern } from '../format-date.ts'
import { chooseSide, sideAt } from './choose-side.ts'
import { type Day, findDays } from './find-days.ts'
import { findTimes, type TimeOfDay } from './find-times.ts'
import { findNamePhrases, lacksCapitals, type NamePhrase } from './name-phrases.ts'
import { readAttribute, readExpense } from './read-attributes.ts'
import { readCity } from './read-city.ts'
import { readCount } from './read-counts.ts'
import { type FoodWords, readDish } from './read-dish.ts'
import { readFacility } from './read-facility.ts'
import { findSums, type Sum } from './read-money.ts'
import { readAddress, readCompany, readPerson } from './read-names.ts'
import { readProvider } from './read-provider.ts'
import { readAirline, readDestination, readFare } from './read-travel.ts'
import { readEvent, readVenue } from './read-venue.ts'
import { type Role, toRole } from './role.ts'
import { isOfJourney } from './role-side.ts'

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
  readonly words: FoodWords
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
let last: { readonly now: Date; readonly zone: string; readonly found: Omit<Message, 'roles' | 'words'> } | undefined

function readMessage(
  roles: readonly Role[],
  { evidence: { text }, filled, extractor: { now, timeZone, wordNet } }: Omit<Filling, 'fields'>,
): Message {
  const isLast = last?.found.text === text && last.now === now && last.zone === timeZone
  if (!last || !isLast) last = { now, zone: timeZone, found: searchText(text, now, timeZone) }
  const used = new Set([...filled.values()].map(({ source }) => source.toLowerCase()))
  const words = {
    isFood: (word: string) => wordNet.isA(word.toLowerCase(), 'food'),
    isKnown: (word: string) => wordNet.senses(word.toLowerCase()).length > 0,
  }
  return {
    ...last.found,
    roles,
    words,
    names: last.found.names.filter(({ text: name }) => !used.has(name.toLowerCase())),
  }
}

function searchText(text: string, now: Date, zone: string): Omit<Message, 'roles' | 'words'> {
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
  if (kind === 'dish') return readDish(plain, message.words)
  if (kind === 'provider') return readProvider(names, isPlaceless(message))
  if (kind === 'airline') return readAirline(names)
  if (kind === 'fare') return readFare(plain)
  if (kind === 'destination') return readDestination(plain, names)
  return kind === 'expense' ? readExpense(plain) : readAttribute(role, plain, message.words.isFood)
}

/** Returns whether a city is requested as well, but none is named: then "at Springfield" may be either. */
function isPlaceless({ names, roles }: Message): boolean {
  const cities = roles.filter(({ kind }) => kind === 'city')
  const isPlaced = names.some(({ before }, index) => index > 0 && /\bin (?:the )?$/.test(before))
  return cities.length > 0 && !isPlaced && cities.every((role) => readCity(role, names, roles) === undefined)
}

/** The only sum fills the only field for money. */
function readSum({ field }: Role, { sums, roles }: Message): unknown {
  const [only] = sums
  if (!only || sums.length !== 1 || roles.filter(({ kind }) => kind === 'money').length !== 1) return undefined
  if (!isNumeric(field.schema)) return only.text
  return typesOf(field.schema).includes('number') || Number.isInteger(only.value) ? only.value : undefined
}

function readDay({ field, side }: Role, { text, days, roles }: Message): string | undefined {
  const isJourney = roles.some(isOfJourney)
  const sides = roles.filter(({ kind }) => kind === 'day').map((role) => role.side)
  const sided = days.map((day, index) => ({
    day,
    side: sideAt(text, { from: days[index - 1]?.end ?? 0, isJourney }, day),
  }))
  const chosen = chooseSide(sided, side, sides)
  return chosen?.day.date.toFormat(datePattern(field) ?? 'yyyy-MM-dd')
}

function readTime({ side }: Role, { text, times, roles }: Message): string | undefined {
  const isJourney = roles.some(isOfJourney)
  const sides = roles.filter(({ kind }) => kind === 'time').map((role) => role.side)
  const sided = times.map((time, index) => ({
    time,
    side: sideAt(text, { from: times[index - 1]?.end ?? 0, isJourney }, time),
  }))
  const chosen = chooseSide(
    sided,
    sides.length > 1 || times.length > 1 ? side : undefined,
    sides.length > 1 ? sides : [undefined],
  )
  return chosen && DateTime.fromObject({ hour: chosen.time.hour, minute: chosen.time.minute }).toFormat('HH:mm')
}
