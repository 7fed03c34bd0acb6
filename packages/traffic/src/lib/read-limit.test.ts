import { describe, expect, it } from 'vitest'
import { readLimit, readResetMs } from './read-limit.ts'

const nowMs = Date.parse('2026-01-01T00:00:00Z')

describe('the reset of a limit', () => {
  it.each<[string | null, number | undefined]>([
    ['30', 30_000],
    ['0.5', 500],
    ['1767225630', 30_000],
    ['1767225630000', 30_000],
    ['6m0s', 360_000],
    ['1m0.5s', 60_500],
    ['20ms', 20],
    ['2026-01-01T00:00:10Z', 10_000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
    ['2025-01-01T00:00:10Z', 0],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %s ms', (text, expected) => {
    expect(readResetMs(text, nowMs)).toBe(expected)
  })
})

it.each([
  ['x-ratelimit-limit-requests', 'x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
  [
    'anthropic-ratelimit-requests-limit',
    'anthropic-ratelimit-requests-remaining',
    'anthropic-ratelimit-requests-reset',
  ],
  ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
  ['x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset'],
  ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
])('a limit of requests is read from %s', (limit, remaining, reset) => {
  const headers = new Headers({ [limit]: '100, 100;w=60', [remaining]: '40', [reset]: '12' })
  expect(readLimit(headers, 'requests', nowMs)).toEqual({ limit: 100, remaining: 40, resetMs: 12_000 })
  headers.delete(remaining)
  expect(readLimit(headers, 'requests', nowMs)).toBeUndefined()
})

it('a limit of tokens is read from headers of its own', () => {
  const headers = new Headers({ 'x-ratelimit-limit-tokens': '9000', 'x-ratelimit-remaining-tokens': '0' })
  expect(readLimit(headers, 'tokens', nowMs)).toEqual({ limit: 9_000, remaining: 0, resetMs: undefined })
  expect(readLimit(headers, 'requests', nowMs)).toBeUndefined()
})
