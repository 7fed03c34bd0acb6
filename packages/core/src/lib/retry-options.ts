import { readSettings } from './read-settings.ts'

/** How failed attempts are tried again. */
export interface RetryOptions {
  /** Further attempts after the first (default 2). */
  readonly maxRetries: number
  /** First pause; later ones double, each drawn anew between zero and its bound (default 500 ms). */
  readonly baseDelayMs: number
  /** Longest such pause (default 8 000 ms). */
  readonly maxDelayMs: number
  /** Longest pause that a server may ask for; above it the call fails at once (default 60 000 ms). */
  readonly maxRetryWait: number
}

const defaults: RetryOptions = { maxRetries: 2, baseDelayMs: 500, maxDelayMs: 8_000, maxRetryWait: 60_000 }

/**
 * Completes retry options from the client's (or the defaults); `false` means none, a number sets `maxRetries`.
 *
 * @throws {RangeError} for a negative value, or a fraction of a retry.
 */
export function readRetryOptions(
  retry: false | number | Partial<RetryOptions> | undefined,
  base: RetryOptions = defaults,
): RetryOptions {
  if (retry === undefined) return base
  const given = retry === false ? { maxRetries: 0 } : typeof retry === 'number' ? { maxRetries: retry } : retry
  const options = readSettings('retry', given, base, 0)
  if (!Number.isInteger(options.maxRetries)) throw new RangeError('retry.maxRetries must be whole')
  return options
}
