import { readSettings } from './read-settings.ts'

/** Options for retrying failed attempts. */
export interface RetryOptions {
  /** Number of retries after the first attempt. Defaults to 2. */
  readonly maxRetries: number
  /** Upper bound of the first delay, in milliseconds; doubles with each retry, with full jitter. Defaults to 500. */
  readonly baseDelayMs: number
  /** Maximum upper bound of a delay, in milliseconds. Defaults to 8 000. */
  readonly maxDelayMs: number
  /** Longest delay accepted from the server, in milliseconds; above it the call fails at once. Defaults to 60 000. */
  readonly maxRetryWait: number
}

const defaults: RetryOptions = { maxRetries: 2, baseDelayMs: 500, maxDelayMs: 8_000, maxRetryWait: 60_000 }

/**
 * Merges retry options with those of the client or the defaults; `false` disables retries, a number sets `maxRetries`.
 *
 * @throws {RangeError} when a value is negative, or `maxRetries` is not an integer.
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
