import type { RateLimit } from './error.ts'
import { redact } from './redact.ts'
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
    if (typeof value !== 'string') throw new TypeError(`Header ${name} must be a string`)
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TypeError(`"${name}" is not a valid header name`)
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) throw new TypeError(`Header ${name} contains invalid characters`)
    result[name.toLowerCase()] = value
  }
  return result
}

/** Reads the `x-request-id` header. Redacted, because a server may derive it from the API key. */
export function readRequestId(headers: ReplyHeaders, secrets: readonly string[]): string | undefined {
  const id = headers.get('x-request-id')
  return id ? redact(id, secrets) : undefined
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
  const limit = readNumber(header('x-ratelimit-limit'))
  const remaining = readNumber(header('x-ratelimit-remaining'))
  const reset = readNumber(header('x-ratelimit-reset'))
  if (limit === undefined && remaining === undefined && reset === undefined) return undefined
  // Some gateways send the remaining seconds instead of a Unix time.
  const resetAtMs = reset === undefined ? undefined : reset < 1e9 ? nowMs + reset * 1_000 : reset * 1_000
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
  const pauseMs = readPause(header('retry-after')?.trim() ?? '', serverNowMs)
  if (pauseMs !== undefined || status !== 429) return pauseMs
  const rateLimit = parseRateLimit(header, serverNowMs)
  return rateLimit?.remaining ? undefined : untilMs(rateLimit?.resetAtMs, serverNowMs)
}

/** Parses seconds (the maximum of joined headers) or a date; checks its format, because V8 accepts arbitrary text. */
function readPause(text: string, nowMs: number): number | undefined {
  if (/^[\d., ]+$/.test(text)) {
    const seconds = text.split(',').map(readNumber)
    return seconds.every((value) => value !== undefined) ? Math.max(...seconds) * 1_000 : undefined
  }
  return /^([A-Z][a-z]{2}|\d{4}-\d\d-)/.test(text) ? untilMs(Date.parse(text), nowMs) : undefined
}

/** Returns the milliseconds until a time, or `undefined` if it has passed. */
const untilMs = (timeMs = Number.NaN, nowMs: number): number | undefined =>
  timeMs > nowMs ? timeMs - nowMs : undefined
