/** Timeouts in milliseconds; `Infinity` disables one. */
export interface Timeouts {
  /** Whole call, including retries, delays and the body. Defaults to 600 000. */
  readonly total: number
  /** One attempt, until the last byte of a response or the first event of a stream. Defaults to 600 000. */
  readonly attempt: number
  /** Time to the first event of a stream, from the request or the last keep-alive. Defaults to 120 000. */
  readonly firstEvent: number
  /** Longest gap between events of a stream, or between chunks of another body. Defaults to 60 000. */
  readonly idle: number
}

/** Options for retrying failed attempts. */
export interface RetryOptions {
  /** Number of retries after the first attempt. Defaults to 2. */
  readonly maxRetries: number
  /** Upper bound of the first delay, in milliseconds; doubles with each retry, with full jitter. Defaults to 500. */
  readonly baseDelayMs: number
  /** Maximum upper bound of a delay, in milliseconds. Defaults to 8 000. */
  readonly maxDelayMs: number
  /** Longest delay accepted from the server, in milliseconds; above it the call fails at once. Defaults to 60 000. */
  readonly maxRetryAfterMs: number
}

/** Size limits for responses; exceeding one is a `limit_exceeded` error. */
export interface ResponseLimits {
  /** Maximum size of one event of a stream, in bytes. Defaults to 16 MiB. */
  readonly maxEventBytes: number
  /** Maximum size of a JSON response, in bytes. Defaults to 256 MiB. */
  readonly maxJsonBytes: number
}

const defaultTimeouts: Timeouts = { total: 600_000, attempt: 600_000, firstEvent: 120_000, idle: 60_000 }
const defaultRetry: RetryOptions = { maxRetries: 2, baseDelayMs: 500, maxDelayMs: 8_000, maxRetryAfterMs: 60_000 }
const defaultLimits: ResponseLimits = { maxEventBytes: 16_777_216, maxJsonBytes: 268_435_456 }

/**
 * Merges timeouts with those of the client or the defaults; a number sets `total`.
 *
 * @throws {RangeError} when a value is not a number of at least 1.
 * @throws {TypeError} when a name is unknown.
 */
export const readTimeouts = (
  timeout: number | Partial<Timeouts> | null | undefined,
  base: Timeouts = defaultTimeouts,
): Timeouts => mergeSettings('timeout', timeout, base)

/**
 * Merges retry options with those of the client or the defaults; `false` disables retries, a number sets `maxRetries`.
 *
 * @throws {RangeError} when a value is not a number of at least 0, or `maxRetries` is not an integer.
 * @throws {TypeError} when a name is unknown.
 */
export const readRetryOptions = (
  retry: false | number | Partial<RetryOptions> | null | undefined,
  base: RetryOptions = defaultRetry,
): RetryOptions => mergeSettings('retry', retry === false ? 0 : retry, base)

/**
 * Merges limits with the defaults.
 *
 * @throws {RangeError} when a value is not a number of at least 1.
 * @throws {TypeError} when a name is unknown.
 */
export const readLimits = (limits: Partial<ResponseLimits> | null | undefined): ResponseLimits =>
  mergeSettings('limits', limits, defaultLimits)

/** Merges changes; a single value is that of the first setting. */
function mergeSettings<Settings extends object>(
  group: 'timeout' | 'retry' | 'limits',
  changes: number | Partial<Settings> | null | undefined,
  base: Settings,
): Settings {
  if (changes == null) return base
  const names = Object.keys(base)
  const min = group === 'retry' ? 0 : 1
  const settings = { ...base }
  for (const [name, value] of Object.entries(
    typeof changes === 'object' ? changes : { [names[0] as string]: changes },
  )) {
    if (value == null) continue
    if (!names.includes(name)) throw new TypeError(`${group}.${name} is unknown; use ${names.join(', ')}`)
    const isInRange = typeof value === 'number' && value >= min
    if (!isInRange || (name === 'maxRetries' && !Number.isInteger(value)))
      throw new RangeError(
        `${group}.${name} must be ${isInRange ? 'an integer' : 'a number'} of at least ${min}, not ${value}`,
      )
    settings[name as keyof Settings] = value as never
  }
  return settings
}

/**
 * Refuses unknown options, so that a misspelled one, or one of another library, is not ignored. Options that are
 * `undefined` or `null` are ignored.
 *
 * @param rest - Options that remain when the known ones are removed.
 * @param type - Name of the type that lists the known ones.
 * @throws {TypeError} when there is one.
 */
export function refuseUnknown(rest: object, type: string): void {
  for (const [name, value] of Object.entries(rest)) {
    if (value != null) throw new TypeError(`${name} is unknown; use the names in ${type}`)
  }
}
