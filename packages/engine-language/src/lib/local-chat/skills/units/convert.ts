import type { MathJsInstance } from 'mathjs'

/** Part of a quantity: "2 inches" of "6 feet 2 inches". The amount is a number or a fraction such as `(3/4)`. */
export interface QuantityPart {
  readonly amount: string
  /** Unit of mathjs, perhaps with a factor: `1852 m`. */
  readonly unit: string
}

const temperature = /^(?:deg[CF]|K)$/

/**
 * Converts a quantity to another unit.
 *
 * @returns The value in at most eight digits; `undefined` if the units measure different things.
 */
export function convertQuantity(
  math: MathJsInstance,
  parts: readonly QuantityPart[],
  target: string,
): string | undefined {
  try {
    const value = temperature.test(target)
      ? convertTemperature(math, parts, target)
      : parts.reduce((sum, { amount, unit }) => sum + convertPart(math, { amount, unit }, target), 0)
    return Number.isFinite(value) ? String(Number(value.toPrecision(8))) : undefined
  } catch {
    return undefined
  }
}

/** Its zero is not that of the other unit, so a temperature has one part. */
function convertTemperature(math: MathJsInstance, parts: readonly QuantityPart[], target: string): number {
  const [part] = parts
  if (!part || parts.length > 1 || !temperature.test(part.unit)) return Number.NaN
  return math.unit(math.number(math.evaluate(part.amount) as number), part.unit).toNumber(target)
}

/** Units of time that a month has no fixed number of. */
const shorterThanMonth = /^(?:(?:\d+ )?day|week|hour|minute|second|[mnu]s)$/

function convertPart(math: MathJsInstance, { amount, unit }: QuantityPart, target: string): number {
  if (temperature.test(unit)) return Number.NaN
  const [from, to] = [toFixed(unit, target), toFixed(target, unit)]
  return math.number(math.evaluate(`${amount} * (${withOne(from)}) / (${withOne(to)})`) as number)
}

/** A year has 365 days, where mathjs takes the average; a month has no number of them. */
function toFixed(unit: string, other: string): string {
  if (!shorterThanMonth.test(other)) return unit
  if (unit === 'month') throw new RangeError('A month has no fixed number of days')
  return unit.replace(/year$/, '365 day').replace(/^(\d+) (?=365)/, '$1 * ')
}

function withOne(name: string): string {
  return /^\d/.test(name) ? name : `1 ${name}`
}
