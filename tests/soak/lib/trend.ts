import { median } from '@mira/tests-size/median'

/** Trend of a series of values. */
export interface Trend {
  /** Least-squares slope of all but the first third, per minute. */
  readonly perMinute: number
  /** Difference between the medians of the last and the second third. */
  readonly growth: number
}

/**
 * Computes the trend of a series. The first third is ignored: caches fill, code is compiled.
 *
 * @param values - Values at equal intervals, at least three.
 */
export function trendOf(values: readonly number[], intervalMs: number): Trend {
  const third = Math.floor(values.length / 3)
  const settled = values.slice(third)
  const middle = (settled.length - 1) / 2
  const mean = settled.reduce((sum, value) => sum + value, 0) / settled.length
  const products = settled.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0)
  const squares = settled.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
  const last = values.slice(values.length - third)
  return {
    perMinute: ((products / squares) * 60_000) / intervalMs,
    growth: median(last) - median(values.slice(third, values.length - third)),
  }
}
