import type { DateTime } from 'luxon'
import type { Field } from '../extraction/field.ts'
import { isNumeric, typesOf } from '../json/json-schema.ts'
import { findRussianDates } from './dates.ts'
import { findRussianTimes } from './times.ts'

/** Message whose numbers are in digits, and the time of reading. */
export interface RussianMessage {
  readonly text: string
  readonly now: DateTime
  readonly fields: readonly Field[]
}

type Side = 'start' | 'end' | undefined
type Read = (message: RussianMessage, field: Field) => unknown

const name = String.raw`\p{Lu}\p{Ll}+(?:-\p{L}+)*(?: \p{Lu}\.)?(?: \p{Lu}\p{Ll}+(?:-\p{L}+)*){0,2}`
const relatives = 'маме|папе|брату|сестре|жене|мужу|сыну|дочери|бабушке|дедушке'

/** Readers by the words of a field; the first match decides. */
const readers: readonly (readonly [RegExp, Read])[] = [
  [/за сколько дней|длительн/, () => undefined],
  [/взросл|\badults?\b/, counter(String.raw`взросл\p{L}*`)],
  [
    /дет(?:ей|и)(?!\p{L})|\b(?:kids|children)\b/u,
    counter(String.raw`(?:дет(?:ей|и|ьми|ям)|реб[её]н\p{L}*|сын\p{L}*|доч\p{L}*|малыш\p{L}*)`),
  ],
  [/(?:число|количество|сколько) (?:номер|комнат)/, counter(String.raw`(?:номер\p{L}*|комнат\p{L}*)`)],
  [
    /(?:в днях|(?:число|количество|сколько) (?:дн|ноч|сут))/,
    counter(String.raw`(?:день|дня|дней|ноч\p{L}+|сут\p{L}+)`),
  ],
  [/(?:число|количество|сколько) (?:человек|гост|пассажир|мест|билет|персон)/, readPeople],
  [/вид счета/, readAccount],
  [/сумм|цен[аы]|стоимост|бюджет|зарплат/, readSum],
  [/(?:^|\s)дат[аы]/, readDay],
  [/(?:^|\s)время/, readTime],
  [
    /класс машины/,
    ({ text }) =>
      only(
        [...text.matchAll(/(?<!\p{L})машин\p{L}* класса (\p{L}+)|(?<!\p{L})(\p{L}+(?:ая|ую|ой)) машин\p{L}/giu)].map(
          ([, kind, adjective]) => kind ?? adjective,
        ),
      ),
  ],
  [
    /название (?:компани|фирм)|(?:^|\s)(?:компания|магазин)/,
    ({ text }) => only([...text.matchAll(/(?:компани|магазин|фирм)\p{L}* «([^»]+)»/giu)].map(([, found]) => found)),
  ],
  [
    /название (?:гостиниц|отел|ресторан|кафе|театр)/,
    ({ text }) => only([...text.matchAll(/«([^»]+)»/gu)].map(([, found]) => found)),
  ],
  [/название (?:событ|концерт|матч|спектак)/, readEvent],
  [/станци|аэропорт|вокзал|место (?:получ|выдач|возврат)/, readFacility],
  [/город/, readCity],
  [/(?:^|\s)(?:имя|фио|фамилия)|получател|врач/, readPerson],
  [/категори|жанр|вид спорта|модель|оценк|расход/, () => undefined],
]

/**
 * Reads a field of a Russian message by its role: counts by their nouns, days and times by "с" and "до", places by their
 * prepositions, people by the words before them.
 *
 * @returns The value; null when the rules read such fields and the text has none; undefined for a field of another kind.
 */
export function readRussianRole(field: Field, message: RussianMessage): unknown {
  const { schema } = field
  if (schema.enum || schema.format || schema.pattern || typesOf(schema).includes('boolean')) return undefined
  const words = wordsOfField(field)
  const read = readers.find(([pattern]) => pattern.test(words))?.[1]
  if (!read) return undefined
  const value = read(message, field)
  if (value === undefined) return null
  if (typeof value === 'number') return isNumeric(field.schema) ? value : String(value)
  return isNumeric(field.schema) ? null : value
}

function wordsOfField({ name: own, description }: Field): string {
  return `${own} ${description}`.toLowerCase().replaceAll('ё', 'е')
}

function only<Value>(values: readonly Value[]): Value | undefined {
  return new Set(values).size === 1 ? values[0] : undefined
}

/** Reads the number before a noun, or after it and a dash: "3 взрослых", "номеров — 1". */
function counter(noun: string): Read {
  const pattern = new RegExp(
    String.raw`(?<!через )(?<![\d.:])(\d{1,4}) (?:[\p{L}]+(?:ых|их|ой|ый|ая) )?${noun}(?!\p{L})(?! назад)|(?<!\p{L})${noun}\s*[—:–-]\s*(\d{1,4})(?!\d)`,
    'giu',
  )
  return ({ text }) => only([...text.matchAll(pattern)].map(([, before, after]) => Number(before ?? after)))
}

const collective: Readonly<Record<string, number>> = {
  одного: 1,
  двоих: 2,
  троих: 3,
  четверых: 4,
  пятерых: 5,
  шестерых: 6,
}
const countPeople = counter(String.raw`(?:человек\p{L}*|гост\p{L}+|мест\p{L}?|билет\p{L}*|пассажир\p{L}*|персон\p{L}*)`)

function readPeople(message: RussianMessage, field: Field): unknown {
  const words = [
    ...message.text.matchAll(
      /(?<!\p{L})(?:на|для|нас) (одного|двоих|троих|четверых|пятерых|шестерых|\d{1,2}(?=\s*(?:$|[.,;!?])))(?!\p{L})/giu,
    ),
  ]
  return (
    countPeople(message, field) ?? only(words.map(([, word = '']) => collective[word.toLowerCase()] ?? Number(word)))
  )
}

/** The sender's account is "с … счета", the recipient's "на … счет". */
function readAccount({ text }: RussianMessage, field: Field): unknown {
  const pattern = /получател/.test(wordsOfField(field))
    ? /(?<!\p{L})на (?:(?:мой|его|ее|их|свой) )?(\p{Ll}+) счет(?!\p{L})/giu
    : /(?<!\p{L})с[о]? (?:(?:моего|вашего|своего) )?(\p{Ll}+) счета(?!\p{L})/giu
  return only([...text.matchAll(pattern)].map(([, kind]) => kind))
}

const sums: readonly RegExp[] = [
  /(?<![\d.:])(\d+(?:\.\d+)?)\s?(?:тыс\p{L}*\.?\s)?(?:руб\p{L}*|₽|долл\p{L}*|евро|€|\$|фунт\p{L}*|тенге|гривен|юан\p{L}+)(?!\p{L})/giu,
  /(?<!\p{L})(?:плат[её]ж\p{L}*|заплатил\p{L}*|потратил\p{L}*|перев[её]л\p{L}*|перевод\p{L}*|счет) (?:на )?(\d+(?:\.\d+)?)(?![\d:]|\s*(?:дн|час|минут|человек|счет))/giu,
]

function readSum({ text, fields }: RussianMessage, field: Field): unknown {
  const rivals = fields.filter((other) => /сумм|цен[аы]|стоимост/.test(wordsOfField(other)))
  const found = sums.flatMap((pattern) => [...text.matchAll(pattern)])
  const value = rivals.length === 1 ? only(found.map(([, figure]) => Number(figure))) : undefined
  return isNumeric(field.schema) || value === undefined ? value : found[0]?.[0].match(/\d.*$/u)?.[0]
}

const startCue =
  /(?<!\p{L})(?:с|со|от|начиная|заезд\p{L}*|заехать|приезд\p{L}*|приед\p{L}+|забрать|получ\p{L}+)(?!\p{L})/giu
const endCue = /(?<!\p{L})(?:до|по|возврат\p{L}*|вернуть|верн\p{L}+|выезд\p{L}*|отъезд\p{L}*|сдать|сдам)(?!\p{L})/giu

function sideAt(before: string): Side {
  const last = (cue: RegExp) => [...before.matchAll(cue)].at(-1)?.index ?? -1
  const [starts, ends] = [last(startCue), last(endCue)]
  return starts === ends ? undefined : ends > starts ? 'end' : 'start'
}

function sideOf(words: string): Side {
  if (/выезд|возврат|окончан|конец|отъезд|прибыт/.test(words)) return 'end'
  return /заезд|начал|получен|отправлен|приезд/.test(words) ? 'start' : undefined
}

/** The only day without the word of an end fills the start; one after "до" fills the end. */
function readDay({ text, now, fields }: RussianMessage, field: Field): unknown {
  const days = findRussianDates(text, now).filter(
    ({ text: found }) => !/^\d+ (?:дн|недел|месяц|лет|год)/.test(found) || /назад/.test(found),
  )
  const sided = days.map(({ date, start, text: own }, index) => {
    const previous = days[index - 1]
    const from = previous ? previous.start + previous.text.length : 0
    const lead = /^(?:с|со|до|по|к)\s/iu.exec(own)?.[0] ?? ''
    return {
      value: date.toFormat('yyyy-MM-dd'),
      side: sideAt(`${text.slice(Math.max(from, start - 40), start)}${lead}`),
    }
  })
  const side = sideOf(wordsOfField(field))
  const hasEnd = fields.some((other) => /дат/.test(wordsOfField(other)) && sideOf(wordsOfField(other)) === 'end')
  if (side === 'end') return only(sided.filter((day) => day.side === 'end').map(({ value }) => value))
  return only((hasEnd || side ? sided.filter((day) => day.side !== 'end') : sided).map(({ value }) => value))
}

function readTime({ text }: RussianMessage): unknown {
  return only(findRussianTimes(text).map(({ time }) => time))
}

function readEvent({ text }: RussianMessage): unknown {
  const pairs = [...text.matchAll(/«[^»]+» [—–-] «[^»]+»/gu)].map(([pair]) => pair)
  if (pairs.length > 0) return only(pairs)
  return only(
    [...text.matchAll(/(?:событ|концерт|матч|спектакл|билет|фестивал)\p{L}*(?: на| группы)? «([^»]+)»/giu)].map(
      ([, found]) => found,
    ),
  )
}

function readFacility({ text, fields }: RussianMessage, field: Field): unknown {
  const words = wordsOfField(field)
  const hasCity = fields.some((other) => other !== field && /город/.test(wordsOfField(other)))
  const found = [
    ...text.matchAll(
      /(?<!\p{L})(?:на|в|во|с|из|от|до) ((?:станци|аэропорт|вокзал|автовокзал|терминал)\p{L}*(?: «[^»]+»| \p{Lu}[\p{L}-]+)*)/giu,
    ),
  ].map(([, place]) => place)
  return /прибыт|отправлен/.test(words) && hasCity && found.length > 1 ? undefined : only(found)
}

/** Cities are capitalized, after "из" for a start, "в" after it for an end, and "в" or a comma for any other. */
function readCity({ text }: RussianMessage, field: Field): unknown {
  const words = wordsOfField(field)
  const plain = text.replace(/«[^»]*»/gu, (quoted) => '_'.repeat(quoted.length))
  const find = (before: string, flags = 'gu') =>
    [...plain.matchAll(new RegExp(`${before}(${name})`, flags))].map(([, city]) => city)
  const journey = new RegExp(`(?<!\\p{L})[Ии]з (${name}) (?:в|во|до|на) (${name})`, 'u').exec(plain)
  const side = /отправлен|вылет|откуда/.test(words) ? 'start' : /прибыт|назначен|куда/.test(words) ? 'end' : undefined
  if (journey && side) return side === 'start' ? journey[1] : journey[2]
  if (side === 'start') return only(find('(?<!\\p{L})[Ии]з '))
  const inside = find('(?<!\\p{L})(?:[Вв]|[Вв]о|город[\\p{Ll}]*|[Вв] городе) ')
  if (inside.length > 0 || side === 'end') return only(inside)
  return only(find('(?<=, )').filter((city) => new RegExp(`, ${city}(?:[.,!?]|$)`, 'u').test(plain)))
}

function readPerson({ text }: RussianMessage, field: Field): unknown {
  const words = wordsOfField(field)
  const plain = text.replace(/«[^»]*»/gu, (quoted) => '_'.repeat(quoted.length))
  const cues = [
    '(?:[Мм]еня|[Ее]го|[Ее]е|[Ее]ё) зовут',
    'на имя',
    '(?:^|[.!?] )Я,?',
    'перевод',
    'оформил[аи]? на',
    ...(/врач|мастер/.test(words) ? ['(?:к|ко|у)(?: врачу| доктору)?'] : []),
    ...(/получател/.test(words) ? ['счет', '(?:перевести|отправить|отправь|переведи)[^.]{0,40}?'] : []),
  ]
  const found = [...plain.matchAll(new RegExp(`(?<!\\p{L})(?:${cues.join('|')}) (${name})`, 'gu'))].map(
    ([, person]) => person,
  )
  if (/получател/.test(words))
    found.push(
      ...[...plain.matchAll(new RegExp(`(?<!\\p{L})(${relatives})(?!\\p{L})`, 'giu'))].map(([, person]) => person),
    )
  return only(found) ?? introduced(plain)
}

function introduced(text: string): string | undefined {
  const found = [
    ...text.matchAll(
      new RegExp(`(?<!\\p{L})(?:[Сс]|[Сс]о|[Дд]ля|[Оо]т|[Кк]лиент\\p{Ll}*|[Ии]мя[: —-]+|[Ээ]то) (${name})`, 'gu'),
    ),
  ]
  return only(found.map(([, person]) => person))
}
