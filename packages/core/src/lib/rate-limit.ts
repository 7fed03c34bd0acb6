/** Limits as the server reported them with a reply (`X-RateLimit-*`); absent fields were not sent. */
export interface RateLimit {
  readonly limit?: number | undefined
  readonly remaining?: number | undefined
  /** When the window starts anew, in Unix milliseconds. */
  readonly resetAtMs?: number | undefined
}

/** Looks a header up by its lower-case name. */
export type GetHeader = (name: string) => string | null | undefined

const readNumber = (text: string | null | undefined): number | undefined =>
  text && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined

/** Reads the `X-RateLimit` trio; `undefined` when the server sent none of it. */
export function parseRateLimit(header: GetHeader, nowMs: number): RateLimit | undefined {
  const limit = readNumber(header('x-ratelimit-limit'))
  const remaining = readNumber(header('x-ratelimit-remaining'))
  const reset = readNumber(header('x-ratelimit-reset'))
  if (limit === undefined && remaining === undefined && reset === undefined) return undefined
  // Some gateways send the seconds that are left instead of a Unix time.
  const resetAtMs = reset === undefined ? undefined : reset < 1e9 ? nowMs + reset * 1_000 : reset * 1_000
  return { limit, remaining, resetAtMs }
}

/**
 * Pause that the server asks for before the next try, in milliseconds: `retry-after-ms`, then `Retry-After` as
 * seconds or date (RFC 9110 §10.2.3), then on a 429 the rate limit's reset.
 *
 * Dates are counted from the reply's own `Date`, so a wrong local clock does not shorten the pause.
 */
export function parseRetryAfter(header: GetHeader, status: number, nowMs: number): number | undefined {
  const milliseconds = readNumber(header('retry-after-ms'))
  if (milliseconds !== undefined) return milliseconds
  const serverNowMs = Date.parse(header('date') ?? '') || nowMs
  const pauseMs = readPause(header('retry-after')?.trim() ?? '', serverNowMs)
  if (pauseMs !== undefined || status !== 429) return pauseMs
  const rateLimit = parseRateLimit(header, serverNowMs)
  return rateLimit?.remaining ? undefined : untilMs(rateLimit?.resetAtMs, serverNowMs)
}

/** Seconds (of several, as joined headers, the most), or a date; V8 reads all sorts of text as one, so its form is checked. */
function readPause(text: string, nowMs: number): number | undefined {
  if (/^[\d., ]+$/.test(text)) {
    const seconds = text.split(',').map(readNumber)
    return seconds.every((value) => value !== undefined) ? Math.max(...seconds) * 1_000 : undefined
  }
  return /^([A-Z][a-z]{2}|\d{4}-\d\d-)/.test(text) ? untilMs(Date.parse(text), nowMs) : undefined
}

/** A time that has passed asks for nothing. */
const untilMs = (timeMs = Number.NaN, nowMs: number): number | undefined =>
  timeMs > nowMs ? timeMs - nowMs : undefined
