import type { RateLimit } from './error.ts'
import { redact } from './middleware/auth.ts'
import type { ReplyHeaders } from './wire-types.ts'

/** Headers in any form that `fetch` accepts; those that are `null` or `undefined` are not sent. */
export type HeadersOption =
  | Readonly<Record<string, string | number | null | undefined>>
  | Iterable<readonly [name: string, value: string]>

/**
 * Returns the headers by lower-case name, validated against header injection.
 *
 * @throws {TypeError} when a name or value is not valid.
 */
export function lowerCaseHeaders(headers: HeadersOption | null | undefined): Record<string, string> {
  const result: Record<string, string> = {}
  const given = headers ?? {}
  for (const [name, item] of Symbol.iterator in given ? given : Object.entries(given)) {
    if (item == null) continue
    const value = typeof item === 'number' ? String(item) : item
    if (typeof value !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw new TypeError(`Header "${name}" must have a valid name and a string of Latin-1 characters`)
    result[name.toLowerCase()] = value
  }
  return result
}

/** Reads the `x-request-id` header. Redacted, because a server may derive it from the API key. */
export function readRequestId(headers: ReplyHeaders, secrets: readonly string[]): string | undefined {
  return redact(headers.get('x-request-id') ?? '', secrets) || undefined
}

/** Wraps headers in Node's format: by lower-case name, with lists for repeated names. */
export function recordHeaders(record: Readonly<Record<string, string | string[] | undefined>>): ReplyHeaders {
  const read = (name: string): string | null => {
    const value = Object.hasOwn(record, name) ? record[name] : undefined
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
  }
  return {
    get: (name) => read(name.toLowerCase()),
    forEach: (callback) => {
      for (const name of Object.keys(record)) callback(read(name) as string, name)
    },
  }
}

/** Returns the value of a header by its lower-case name. */
export type GetHeader = (name: string) => string | null | undefined

const readNumber = (text: string | null | undefined): number | undefined =>
  text && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined

/** Parses the `X-RateLimit-*` headers; returns `undefined` when none was sent. */
export function parseRateLimit(header: GetHeader, nowMs: number): RateLimit | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    readNumber(header(`x-ratelimit-${name}`)),
  )
  if ((limit ?? remaining ?? reset) === undefined) return undefined
  // Some gateways send the remaining seconds instead of a Unix time.
  const resetAtMs = reset === undefined ? undefined : (reset < 1e9 ? nowMs : 0) + reset * 1_000
  return { limit, remaining, resetAtMs }
}

/**
 * Parses the delay requested by the server before a retry, in milliseconds: `retry-after-ms`, then `Retry-After` as
 * seconds or date (RFC 9110 §10.2.3), then for a 429 the reset time of an exhausted rate limit.
 *
 * Dates are relative to the response's `Date` header, so that a wrong local clock does not shorten the delay.
 */
export function parseRetryAfter(header: GetHeader, status: number, nowMs: number): number | undefined {
  const milliseconds = readNumber(header('retry-after-ms'))
  if (milliseconds !== undefined) return milliseconds
  const serverNowMs = Date.parse(header('date') ?? '') || nowMs
  const text = header('retry-after')?.trim() ?? ''
  // Joined headers are a list, of which the maximum applies.
  const seconds = Math.max(...text.split(',').map((item) => readNumber(item) ?? Number.NaN))
  if (seconds >= 0) return seconds * 1_000
  // V8 accepts arbitrary text as a date.
  const date = /^([A-Z][a-z]{2}|\d{4}-\d\d-)/.test(text) ? Date.parse(text) : undefined
  const { remaining, resetAtMs } = (status === 429 && parseRateLimit(header, serverNowMs)) || {}
  const endMs = [date, remaining ? undefined : resetAtMs].find((timeMs = 0) => timeMs > serverNowMs)
  return endMs && endMs - serverNowMs
}
