import { isNumeric } from '../../json/json-schema.ts'
import type { LocalTool } from '../local-tool.ts'
import { alikeRuns } from './alike-numbers.ts'
import { findMeasuredNumbers, type MeasuredNumber, maxRead } from './measured-numbers.ts'
import { isYearSlot, type Slot, toSlot, valueFor } from './number-slots.ts'
import { scoreNumber } from './score-number.ts'

/** Numbers of the parameters, and whether the message has others. */
export interface ReadNumbers {
  readonly values: ReadonlyMap<string, number>
  /** Numbers in figures that belong to no parameter. */
  readonly unused: readonly MeasuredNumber[]
}

/** Score from which a number belongs to a parameter, and how far the next one has to be below it. */
const sureScore = 1.2
const margin = 0.4

/** Largest number of parameters and of numbers that are compared, each with each. */
const maxCompared = 64

/** Assigns the numbers of a message to the parameters by the words and units beside them, and by order where parameters are alike. */
export function readNumbers({ document: { root } }: LocalTool, message: string): ReadNumbers {
  const text = message.slice(0, maxRead)
  const slots = Object.entries(root.properties ?? {})
    .flatMap(([name, schema]) =>
      typeof schema === 'object' && isNumeric(schema) ? [toSlot(name, schema, root.required ?? [])] : [],
    )
    .slice(0, maxCompared)
  const all = findMeasuredNumbers(text)
  const numbers = all.slice(0, maxCompared)
  const values = new Map<string, number>()
  const used = new Set<MeasuredNumber>()
  const give = (slot: Slot, number: MeasuredNumber): void => {
    const value = valueFor(slot, number)
    if (value === undefined) return
    values.set(slot.name, value)
    used.add(number)
  }
  const cardinals = numbers.filter(({ ordinalOf }) => ordinalOf === undefined)
  for (const [group, run] of alikeRuns(slots, cardinals, text))
    for (const [index, slot] of group.entries()) give(slot, run[index] as MeasuredNumber)
  const pairs = slots
    .filter(({ name }) => !values.has(name))
    .flatMap((slot) =>
      numbers
        .filter((number) => !used.has(number))
        .map((number) => ({ slot, number, score: scoreNumber(slot, number, { text, numbers }) })),
    )
    .toSorted((a, b) => b.score - a.score)
  for (const { slot, number, score: own } of pairs) {
    if (own < sureScore || values.has(slot.name) || used.has(number)) continue
    const rival = pairs.some(
      (pair) =>
        pair.slot === slot &&
        pair.number !== number &&
        !used.has(pair.number) &&
        pair.score > own - margin &&
        pair.number.value !== number.value,
    )
    const other = pairs.some(
      (pair) =>
        pair.number === number && pair.slot !== slot && !values.has(pair.slot.name) && pair.score > own - margin,
    )
    if (!rival && !other) give(slot, number)
  }
  for (const slot of slots) {
    const times = values.has(slot.name) ? undefined : (readFrequency(slot, text) ?? readHour(slot, text))
    if (times !== undefined) values.set(slot.name, times)
  }
  giveLast(
    slots.filter(({ name, isRequired }) => isRequired && !values.has(name)),
    all.filter((one) => !used.has(one) && one.ordinalOf === undefined),
    give,
  )
  return { values, unused: all.filter((one) => !used.has(one) && !one.isSpelled && one.ordinalOf === undefined) }
}

const timesAYear: Readonly<Record<string, number>> = {
  annually: 1,
  yearly: 1,
  'semi-annually': 2,
  semiannually: 2,
  quarterly: 4,
  monthly: 12,
  weekly: 52,
  daily: 365,
}

/** "Compounded quarterly" is four times a year, for a parameter that says how often interest is compounded. */
function readFrequency({ schema, words }: Slot, text: string): number | undefined {
  if (
    !/\bcompound\w* (?:frequency|periods)|\btimes\b.*\bcompound|\bcompound\w*\b.*\btimes\b/i.test(
      `${words} ${schema.description}`,
    )
  )
    return undefined
  const found = /\bcompound(?:ed|ing|s)? ([\p{L}-]+ly)\b/iu.exec(text)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(timesAYear, found) ? timesAYear[found] : undefined
}

/** The hour of the only clock time, for a number that is one: "until 22:00". */
function readHour({ schema, words }: Slot, text: string): number | undefined {
  if (
    !/\bhours?\b/.test(words) ||
    !/\b(?:clock|closing|opening|[ap]m|[ap]\.m\.|24|time)\b/i.test(schema.description ?? '')
  )
    return undefined
  const [hour, ...more] = [...text.matchAll(/(?<![\d:])([01]?\d|2[0-3]):00(?! ?[ap]\.?m)(?![\d:])/gi)].map(([, one]) =>
    Number(one),
  )
  return more.length === 0 ? hour : undefined
}

/** The only number for the only required parameter needs no word beside it. */
function giveLast(
  open: readonly Slot[],
  left: readonly MeasuredNumber[],
  give: (slot: Slot, number: MeasuredNumber) => void,
): void {
  const [slot] = open
  const written = left.filter(({ isSpelled }) => !isSpelled)
  const [number] = written.length > 0 ? written : left
  if (!slot || !number || open.length !== 1 || written.length > 1 || (written.length === 0 && left.length > 1)) return
  if (isYearSlot(slot) === number.isYear) give(slot, number)
}
