import { months } from './doubtful-texts.ts'

/** Number of a message, with its unit if it has a known one. */
export interface MeasuredNumber {
  readonly value: number
  /** Canonical unit, such as `kg`. */
  readonly unit: string | undefined
  readonly start: number
  /** End of the number and its unit. */
  readonly end: number
  /** Whether it is written as a year is: four digits without a unit. */
  readonly isYear: boolean
  /** Whether it is spelled as a word. */
  readonly isSpelled: boolean
  /** Thing that an ordinal counts: "century" for "the 16th century". No other number has one. */
  readonly ordinalOf?: string | undefined
}

/** Names of each unit, as a message and a description write them. */
const unitNames: Readonly<Record<string, string>> = {
  kg: 'kgs?|kilograms?|kilos?',
  g: 'g|grams?',
  lb: 'lbs?|pounds?',
  'm/s^2': String.raw`m/s\^?2|m/s²|meters?(?:/| per )second(?:\^2|²| squared)|meters?/sec\^2`,
  'm/s': 'm/s|meters?(?:/| per )sec(?:ond)?',
  'km/h': 'km/h|kmh|kph|kilometers?(?:/| per )hour',
  mph: 'mph|miles?(?:/| per )hour',
  'm^3': String.raw`m\^?3|m³|cubic meters?`,
  'm^2': String.raw`m\^?2|m²|square meters?|sq m`,
  mm: 'mm|millimeters?',
  cm: 'cm|centimeters?',
  km: 'km|kms|kilometers?',
  m: 'm|meters?|metres?',
  mile: 'miles?|mi',
  ft: 'ft|feet|foot',
  in: 'inch(?:es)?|in(?= tall)',
  s: 's|secs?|seconds?',
  min: 'mins?|minutes?',
  h: 'h|hrs?|hours?',
  day: 'days?',
  week: 'weeks?',
  month: 'months?',
  year: 'years?|yrs?',
  K: 'K|kelvins?',
  C: '°?C|(?:degrees? )?celsius|coulombs?',
  F: '°?F|(?:degrees? )?fahrenheit|farads?',
  degree: '°|degrees?',
  '%': '%|percent|per cent|percentage',
  $: String.raw`\$|dollars?|usd|bucks`,
  N: 'N|newtons?',
  J: 'J|joules?',
  V: 'V|volts?',
  A: 'amps?|amperes?',
  ohm: 'ohms?',
  Hz: 'Hz|hertz',
  Pa: 'Pa|pascals?',
  atm: 'atm|atmospheres?',
  mol: 'mol|moles?',
  L: 'L|lit(?:er|re)s?',
}
const unitStarts = Object.entries(unitNames).map(
  ([unit, names]) => [unit, new RegExp(String.raw`^\s?-?(?:${names})(?![\p{L}\p{N}^/])`, 'u')] as const,
)
const unitWords = Object.entries(unitNames).map(
  ([unit, names]) => [unit, new RegExp(String.raw`(?<![\p{L}\p{N}/^'’])(?:${names})(?![\p{L}\p{N}^/])`, 'u')] as const,
)
const seconds: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3_600, day: 86_400, week: 604_800 }
const magnitudes: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  k: 1e3,
}
const spelled = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

const number =
  /(?<![\p{L}\p{N}.,/^_#-]|\d:)([-−]?)(\$|€|£)?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[eE]([-+]?\d+))?(?!\.?\d|,\d|(?:st|nd|rd|th)\b|[-/]\p{L}*\d|:\d|\s?[ap]\.?m\b)(?: ?(hundred|thousand|million|billion|trillion)\b|(k)\b)?/gu
const word = new RegExp(String.raw`(?<![\p{L}\p{N}-])(?:${spelled.slice(2).join('|')})(?![\p{L}\p{N}-])`, 'giu')

const ordinal = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,/-])(\d{1,4})(?:st|nd|rd|th) (?!(?:of|${months})\b)(\p{Ll}{3,})`,
  'gu',
)

/** Length of a message whose arguments are read, in characters: the patterns are not linear. */
export const maxRead = 2_000

/** Finds the numbers in the beginning of a message that are no part of a date, a time, a code or a quotation, in their order. */
export function findMeasuredNumbers(said: string): MeasuredNumber[] {
  const text = said
    .slice(0, maxRead)
    .replace(/"[^"\n]*"|“[^”\n]*”|(?<![\p{L}\p{N}])'[^'\n]+'(?![\p{L}\p{N}])/gu, (one) => '_'.repeat(one.length))
  const written = [...text.matchAll(number)].map((match): MeasuredNumber => {
    const [whole, sign, money, digits = '', exponent = '0', large, thousand] = match
    const rest = text.slice(match.index + whole.length)
    const found = unitStarts.find(([, pattern]) => pattern.test(rest))
    const length = found ? (found[1].exec(rest)?.[0].length ?? 0) : 0
    const plain = Number(digits.replaceAll(',', '')) * (magnitudes[large ?? thousand ?? ''] ?? 1)
    return {
      value: Number(`${(sign ? -1 : 1) * plain}e${exponent}`),
      unit: money ? '$' : found?.[0],
      start: match.index,
      end: match.index + whole.length + length,
      isYear: /^(?:1[0-9]|20)\d\d$/.test(whole) && !found,
      isSpelled: false,
    }
  })
  const words = [...text.matchAll(word)].map(({ 0: one, index }): MeasuredNumber => {
    const rest = text.slice(index + one.length)
    const found = unitStarts.find(([, pattern]) => pattern.test(rest))
    const end = index + one.length + (found ? (found[1].exec(rest)?.[0].length ?? 0) : 0)
    return {
      value: spelled.indexOf(one.toLowerCase()),
      unit: found?.[0],
      start: index,
      end,
      isYear: false,
      isSpelled: true,
    }
  })
  const ordinals = [...text.matchAll(ordinal)].map(
    ({ 0: whole, 1: digits, 2: thing = '', index }): MeasuredNumber => ({
      value: Number(digits),
      unit: undefined,
      start: index,
      end: index + whole.length - thing.length - 1,
      isYear: false,
      isSpelled: false,
      ordinalOf: thing,
    }),
  )
  return [...written, ...words, ...ordinals]
    .toSorted((a, b) => a.start - b.start)
    .reduce<MeasuredNumber[]>((all, one) => addInches(all, one, text), [])
}

/** Joins the inches to the feet before them. */
function addInches(all: readonly MeasuredNumber[], one: MeasuredNumber, text: string): MeasuredNumber[] {
  const feet = all.at(-1)
  const [inches] = /^\s?(?:in|inch|inches|")(?!\p{L})/u.exec(text.slice(one.start).replace(/^\d+/, '')) ?? []
  if (feet?.unit !== 'ft' || inches === undefined || text.slice(feet.end, one.start).trim() !== '') return [...all, one]
  return [...all.slice(0, -1), { ...feet, value: 12 * feet.value + one.value, unit: 'in', end: one.end }]
}

/** Returns the units that a description names. */
export function unitsIn(description: string): string[] {
  return unitWords.flatMap(([unit, pattern]) =>
    pattern.test(description) || pattern.test(description.toLowerCase()) ? [unit] : [],
  )
}

/** Converts a number to one of the units, if that takes no guess; undefined for a number of another unit. */
export function convertTo(units: readonly string[], { value, unit }: MeasuredNumber): number | undefined {
  if (unit === undefined || unit === 'degree' || units.length === 0 || units.includes(unit)) return value
  const [target, own] = [seconds[units[0] ?? ''], seconds[unit]]
  const converted = target && own ? (value * own) / target : undefined
  return units.length === 1 && converted !== undefined && Number.isInteger(converted) ? converted : undefined
}
