import type { RawReply } from '@mira/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pauseAfterFailures, pauseAtAge, readRetryAfter } from './pace.ts'

it('never pauses for nothing, and never longer than an eighth of the age or ten seconds', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (ageMs, random) => {
        const pauseMs = pauseAtAge(ageMs, () => random)
        expect(pauseMs).toBeGreaterThanOrEqual(80)
        expect(pauseMs).toBeLessThanOrEqual(Math.min(10_000, Math.max(100, ageMs / 8)))
      },
    ),
  )
})

it('doubles after each failure, up to ten seconds', () => {
  expect([1, 2, 3, 9, 5_000].map((failures) => pauseAfterFailures(failures, () => 1))).toEqual([
    500, 1_000, 2_000, 10_000, 10_000,
  ])
})

it.each([
  ['2', 2_000],
  ['0', 0],
  ['0.05', 0],
  ['0.5', 500],
  ['Thu, 01 Jan 1970 00:00:09 GMT', 4_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['-3', 0],
  ['soon', 0],
  ['', undefined],
  [undefined, undefined],
])('reads Retry-After %j as %j ms', (header, ms) => {
  expect(readRetryAfter(reply({ 'retry-after': header }), 5_000)).toBe(ms)
})

it('measures a date from the clock of the server', () => {
  const headers = { date: 'Thu, 01 Jan 1970 00:00:59 GMT', 'retry-after': 'Thu, 01 Jan 1970 00:01:02 GMT' }
  expect(readRetryAfter(reply(headers), 5_000)).toBe(3_000)
})

function reply(headers: Readonly<Record<string, string | undefined>>): RawReply {
  return { status: 200, headers: { get: (name: string) => headers[name] ?? null } } as unknown as RawReply
}
