import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCallRate } from './call-rate.ts'

it('allows a burst, then calls at a steady rate, by key', () => {
  let now = 1_000
  const rate = createCallRate({ maxCalls: 3, periodMs: 60_000, now: () => now })
  const count = (key: string) => rate.count(key)
  expect([count('a'), count('a'), count('a'), count('a'), count('b')]).toEqual([
    undefined,
    undefined,
    undefined,
    20,
    undefined,
  ])
  now += 20_000
  expect([count('a'), count('a')]).toEqual([undefined, 20])
})

it('never allows more than twice the limit in a period, and always a call after the announced wait', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 })), fc.integer({ min: 1, max: 20 }), (pauses, maxCalls) => {
      let now = 0
      const periodMs = 1_000
      const rate = createCallRate({ maxCalls, periodMs, now: () => now })
      const allowed: number[] = []
      for (const pause of pauses) {
        now += pause
        const seconds = rate.count('a')
        if (seconds === undefined) allowed.push(now)
        else expect(seconds).toBeGreaterThanOrEqual(1)
      }
      for (const start of allowed) {
        const inPeriod = allowed.filter((time) => time >= start && time < start + periodMs)
        expect(inPeriod.length).toBeLessThanOrEqual(2 * maxCalls)
      }
      const seconds = rate.count('a')
      if (seconds === undefined) return
      now += 1_000 * seconds
      expect(rate.count('a')).toBeUndefined()
    }),
  )
})

it('does not read the clock more often per key as keys accumulate', () => {
  let reads = 0
  const now = () => {
    reads += 1
    return 0
  }
  const rate = createCallRate({ maxCalls: 1, periodMs: 60_000, now })
  const readsOf = (keys: number) => {
    const before = reads
    for (let index = 0; index < keys; index += 1) rate.count(`${reads}-${index}`)
    return (reads - before) / keys
  }
  const few = readsOf(20_000)
  expect(readsOf(80_000)).toBeLessThanOrEqual(few * 2)
})

it('reads exactly the calls that are allowed, and when all of them are again', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 })), fc.integer({ min: 1, max: 20 }), (pauses, maxCalls) => {
      let now = 0
      const rate = createCallRate({ maxCalls, periodMs: 1_000, now: () => now })
      for (const pause of pauses) {
        now += pause
        rate.count('a')
      }
      const { limit, remaining, resetMs } = rate.read('a')
      expect(limit).toBe(maxCalls)
      const allowed = Array.from({ length: maxCalls + 1 }, () => rate.count('a')).filter(
        (seconds) => seconds === undefined,
      )
      expect(allowed).toHaveLength(remaining)
      expect(resetMs).toBeLessThanOrEqual(2_000)
      if (remaining < maxCalls) expect(resetMs).toBeGreaterThan(0)
    }),
  )
})
