import type { RetryOptions } from './retry-options.ts'

/**
 * Pause before a further try, in milliseconds: drawn between zero and a bound that doubles with each failure.
 *
 * @param failures How many tries have failed in a row, from 1.
 */
export function backoffMs(
  failures: number,
  { baseDelayMs, maxDelayMs }: Pick<RetryOptions, 'baseDelayMs' | 'maxDelayMs'>,
  random: () => number,
): number {
  return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (failures - 1))
}
