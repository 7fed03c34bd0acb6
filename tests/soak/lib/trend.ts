import { median } from '@mira/tests-size/median'

/** Where a series of figures goes. */
export interface Trend {
  /** Least-squares slope of all but the first third, per minute. */
  readonly perMinute: number
  /** How much the middle of the last third lies above that of the second. */
  readonly growth: number
}

/**
 * Judges a series of figures. Its first third counts for nothing: caches fill, code is compiled.
 *
 * @param values Figures at equal intervals, at least three.
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
