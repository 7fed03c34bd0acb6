import type { MathJsInstance } from 'mathjs'
import { isAccountedFor } from './is-accounted-for.ts'
import { type QuantityPart, readQuantity } from './quantity.ts'
import type { Skill, SkillAnswer, SkillContext } from './skill.ts'

/** Common unit names and their mathjs equivalents. */
const unitNames: readonly (readonly [RegExp, string])[] = [
  [/^(?:degrees? )?(?:celsius|centigrade|°?c)$/i, 'degC'],
  [/^(?:degrees? )?(?:fahrenheit|°?f)$/i, 'degF'],
  [/^(?:kelvins?|k)$/i, 'K'],
  [/^(?:miles?|mi)$/i, 'mile'],
  [/^(?:nautical miles?|nmi)$/i, '1852 m'],
  [/^(?:mph|miles? (?:per|an) hour)$/i, 'mile/hour'],
  [/^(?:kph|kmh|km\/h|kilomet(?:er|re)s? (?:per|an) hour)$/i, 'km/hour'],
  [/^(?:m\/s|met(?:er|re)s? (?:per|a) second)$/i, 'm/s'],
  [/^(?:knots?|kn)$/i, '1.852 km/hour'],
  [/^(?:pounds?|lbs?)$/i, 'lbm'],
  [/^(?:stones?|st)$/i, '14 lbm'],
  [/^(?:ounces?|oz)$/i, 'oz'],
  [/^(?:fluid ounces?|fl ?oz)$/i, 'floz'],
  [/^(?:metric )?(?:tons?|tonnes?)$/i, 'tonne'],
  [/^(?:kilos?|kgs?|kilograms?|kilogrammes?)$/i, 'kg'],
  [/^(?:kilomet(?:er|re)s?|kms?)$/i, 'km'],
  [/^(?:millimet(?:er|re)s?|mm)$/i, 'mm'],
  [/^(?:centimet(?:er|re)s?|cms?)$/i, 'cm'],
  [/^(?:met(?:er|re)s?|m)$/i, 'm'],
  [/^(?:foot|feet|ft)$/i, 'ft'],
  [/^(?:inch|inches|in|")$/i, 'inch'],
  [/^(?:yards?|yds?)$/i, 'yard'],
  [/^(?:lit(?:er|re)s?|l)$/i, 'L'],
  [/^(?:millilit(?:er|re)s?|mls?)$/i, 'mL'],
  [/^(?:(?:us )?gallons?|gals?)$/i, 'gallon'],
  [/^(?:minutes?|mins?)$/i, 'minute'],
  [/^(?:hours?|hrs?|h)$/i, 'hour'],
  [/^(?:seconds?|secs?|s)$/i, 'second'],
  [/^(?:calories?|cal)$/i, '4.184 J'],
  [/^(?:kilocalories?|kcal)$/i, '4184 J'],
  [/^(?:light[ -]years?)$/i, '9460730472580800 m'],
  [/^(?:kilobytes?|kb)$/i, 'kB'],
  [/^(?:megabytes?|mb)$/i, 'MB'],
  [/^(?:gigabytes?|gb)$/i, 'GB'],
  [/^(?:terabytes?|tb)$/i, 'TB'],
]

const unit = String.raw`(°?[a-z]+(?:\/[a-z]+)?(?: (?:per|an?) [a-z]+| ounces?| miles?| years?| celsius| fahrenheit)?|")`
const amount = String.raw`(-?\d[\d,]*(?:\.\d+)?)`

const vocabulary =
  /^(?:equals?|equivalent|degrees?|units?|in|into|per|roughly|approximately|tall|long|heavy|far|hot|cold|wide|deep|high|fast|same|as)$/

const questions: readonly { readonly pattern: RegExp; readonly order: readonly [number, number, number] }[] = [
  {
    pattern: new RegExp(
      String.raw`${amount}\s*${unit}\s+(?:to|in|into|as|equals? how many|is how many|are how many)\s+${unit}(?:\b|$)`,
      'i',
    ),
    order: [1, 2, 3],
  },
  {
    pattern: new RegExp(
      String.raw`how (?:many|much) ${unit} (?:are|is|were|do|does|equals?)?\s*(?:there |make up |make |fit |it |you |we |i |get |have )*(?:in|is|are|from|make|equal)?\s*${amount}\s*${unit}(?:\b|$)`,
      'i',
    ),
    order: [2, 3, 1],
  },
  {
    pattern: new RegExp(
      String.raw`how (?:many|much) ${unit} (?:are|is)?\s*(?:there )?(?:in|make) (an?|one) ${unit}(?:\b|$)`,
      'i',
    ),
    order: [2, 3, 1],
  },
]

/** Converts units of length, mass, volume, time, speed, temperature, data and energy. */
export const units: Skill = {
  name: 'units',
  async answer(context) {
    const sums = [...findSums(context.text)]
    const question = findQuestion(context)
    // Most messages are about no unit; an instance of mathjs costs more than the rest of their answer.
    if (sums.length === 0 && !question) return undefined
    const math = await context.calculator.loadMath()
    const sum = answerSum(math, sums)
    if (sum) return sum
    if (!question) return undefined
    const from = toUnit(math, question.from)
    const to = toUnit(math, question.to)
    if (!from || !to) return undefined
    const value = convert(math, question.amount, { from, to })
    if (value === undefined) return undefined
    const shown = `${question.amount} ${question.from} = ${value} ${question.to}`
    return {
      text: `${shown}.`,
      brief: `${value} ${question.to}`,
      value: Number(value),
      score: 0.95,
      how: `${question.amount} ${from} to ${to}`,
    }
  },
}

const sumQuestions: readonly { readonly pattern: RegExp; readonly from: number; readonly to: number }[] = [
  {
    pattern: /^how (?:many|much) ([a-z ]{1,20}?)(?: are| is)?(?: there)?(?: in| make(?: up)?) ([^?]+?)\s*\?*$/i,
    from: 2,
    to: 1,
  },
  {
    pattern:
      /^(?:please )?(?:convert|change|what is|what's|express) ([^?]+) (?:to|into|in|as) ([a-z ]{1,20}?)\s*[?.]*$/i,
    from: 1,
    to: 2,
  },
  {
    pattern:
      /^(?:i am |i'm |he is |she is |it is )([^?.]+?)(?: tall| long| wide| high| away)?\.? (?:how (?:tall|long|wide|high|far) (?:am i|is it|is he|is she)|what is (?:that|it)) in ([a-z ]{1,20}?)\s*\?*$/i,
    from: 1,
    to: 2,
  },
]

/** Quantity of one or more units, and the unit to convert it to. */
interface SumQuestion {
  readonly quantity: string
  readonly parts: readonly QuantityPart[]
  readonly unit: string
}

/** Finds a quantity of one or more units, such as "6 feet 2 inches". The question must be nothing else. */
function* findSums(text: string): Generator<SumQuestion, void, undefined> {
  for (const { pattern, from, to } of sumQuestions) {
    const found = pattern.exec(text.trim())
    const quantity = found?.[from] ?? ''
    const parts = readQuantity(quantity)
    if (parts) yield { quantity, parts, unit: (found?.[to] ?? '').trim() }
  }
}

function answerSum(math: MathJsInstance, questions: readonly SumQuestion[]): SkillAnswer | undefined {
  for (const { quantity, parts, unit: name } of questions) {
    const target = toUnit(math, name)
    if (!target || /^deg|^K$/.test(target)) continue
    const values = parts.map(({ amount: figure, unit: part }) => {
      const source = /^(?:'|ft)$/i.test(part) ? 'ft' : /^(?:''|")$/.test(part) ? 'inch' : toUnit(math, part)
      const value =
        source && /^deg|^K$/.test(source) ? undefined : source && convert(math, 1, { from: source, to: target })
      return value === undefined ? Number.NaN : Number(value) * math.number(math.evaluate(figure) as number)
    })
    const sum = Number(values.reduce((total, value) => total + value, 0).toPrecision(8))
    if (!Number.isFinite(sum)) continue
    const shown = `${quantity} = ${sum} ${name}`
    return { text: `${shown}.`, brief: `${sum} ${name}`, value: sum, score: 0.95, how: shown }
  }
  return undefined
}

function findQuestion({ text }: SkillContext): { amount: number; from: string; to: string } | undefined {
  const spaced = text.replace(/(\d)\s*°\s*([CF])\b/gi, '$1 °$2')
  for (const { pattern, order } of questions) {
    const found = pattern.exec(spaced)
    if (!found) continue
    // "6 ft 2 in" and "the cost of 5 km" ask for more than the units that were found.
    if (!isAccountedFor(spaced, { used: [found[0]], vocabulary })) continue
    const [amountAt, fromAt, toAt] = order
    const figure = Number((found[amountAt] ?? '').replaceAll(',', ''))
    return {
      amount: Number.isNaN(figure) ? 1 : figure,
      from: (found[fromAt] ?? '').trim(),
      to: (found[toAt] ?? '').trim(),
    }
  }
  return undefined
}

function toUnit(math: MathJsInstance, name: string): string | undefined {
  const known = unitNames.find(([pattern]) => pattern.test(name))?.[1]
  if (known) return known
  for (const candidate of [name, name.toLowerCase(), name.toLowerCase().replace(/s$/, '')]) {
    if (math.Unit.isValuelessUnit(candidate)) return candidate
  }
  return undefined
}

function convert(math: MathJsInstance, amount: number, { from, to }: { from: string; to: string }): string | undefined {
  try {
    const offset = /^deg|^K$/
    const value =
      offset.test(from) && offset.test(to)
        ? math.unit(amount, from).toNumber(to)
        : math.number(math.evaluate(`${amount} * (${withOne(from)}) / (${withOne(to)})`) as number)
    return Number.isFinite(value) ? String(Number(value.toPrecision(8))) : undefined
  } catch {
    return undefined
  }
}

function withOne(name: string): string {
  return /^\d/.test(name) ? name : `1 ${name}`
}
