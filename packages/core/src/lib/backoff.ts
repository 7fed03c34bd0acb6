import type { RetryOptions } from './retry-options.ts'

/**
 * Returns the delay before the next attempt, in milliseconds: exponential backoff with full jitter.
 *
 * @param failures - Number of consecutive failed attempts, starting at 1.
 */
export function backoffMs(
  failures: number,
  { baseDelayMs, maxDelayMs }: Pick<RetryOptions, 'baseDelayMs' | 'maxDelayMs'>,
  random: () => number,
): number {
  return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (failures - 1))
}
