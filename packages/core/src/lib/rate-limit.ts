/** Limits as the server reported them with a reply (`X-RateLimit-*`); absent fields were not sent. */
export interface RateLimit {
  readonly limit?: number | undefined
  readonly remaining?: number | undefined
  /** When the window starts anew, in Unix milliseconds. */
  readonly resetAtMs?: number | undefined
}

/** Looks a header up by its lower-case name. */
export type GetHeader = (name: string) => string | null | undefined

const readNumber = (text: string | null | undefined): number | undefined => {
  const value = text ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : undefined
}

/** Reads the `X-RateLimit` trio; `undefined` when the server sent none of it. */
export function parseRateLimit(header: GetHeader): RateLimit | undefined {
  const limit = readNumber(header('x-ratelimit-limit'))
  const remaining = readNumber(header('x-ratelimit-remaining'))
  const reset = readNumber(header('x-ratelimit-reset'))
  if (limit === undefined && remaining === undefined && reset === undefined) return undefined
  return { limit, remaining, resetAtMs: reset === undefined ? undefined : reset * 1_000 }
}

/**
 * Pause that the server asks for before the next try, in milliseconds: `retry-after-ms`, then `Retry-After` as
 * seconds or date (RFC 9110 §10.2.3), then on a 429 the rate limit's reset.
 *
 * Dates are counted from the reply's own `Date`, so a wrong local clock does not shorten the pause.
 */
export function parseRetryAfter(header: GetHeader, status: number, nowMs: number): number | undefined {
  const milliseconds = readNumber(header('retry-after-ms'))
  if (milliseconds !== undefined && milliseconds >= 0) return milliseconds
  const serverNowMs = Date.parse(header('date') ?? '') || nowMs
  const text = header('retry-after')?.trim()
  if (text) {
    const seconds = readNumber(text)
    if (seconds !== undefined) return seconds >= 0 ? seconds * 1_000 : undefined
    const date = Date.parse(text)
    if (!Number.isNaN(date)) return Math.max(0, date - serverNowMs)
  }
  const rateLimit = status === 429 ? parseRateLimit(header) : undefined
  if (rateLimit?.resetAtMs === undefined || (rateLimit.remaining ?? 0) > 0) return undefined
  return Math.max(0, rateLimit.resetAtMs - serverNowMs)
}
