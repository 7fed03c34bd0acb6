import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPlaybackClock } from './loudspeaker.ts'

it('counts what is played, up to an interruption', () => {
  const clock = createPlaybackClock()
  clock.add('a', 1_000, 0)
  clock.add('a', 500, 100)
  clock.add('b', 1_000, 200)
  expect([clock.playedMs('a', 700), clock.playedMs('b', 700)]).toEqual([700, 0])
  expect([clock.playedMs('a', 1_700), clock.playedMs('b', 1_700)]).toEqual([1_500, 200])
  clock.stop(1_800)
  expect([clock.playedMs('a', 9_000), clock.playedMs('b', 9_000)]).toEqual([1_500, 300])
  clock.add('b', 100, 9_000)
  expect(clock.playedMs('b', 9_050)).toBe(350)
})

it('never plays more than was queued, nor faster than time passes', () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b'),
    durationMs: fc.nat(2_000),
    pauseMs: fc.nat(2_000),
    stops: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const clock = createPlaybackClock()
      let nowMs = 0
      let queuedMs = 0
      for (const { id, durationMs, pauseMs, stops } of steps) {
        clock.add(id, durationMs, nowMs)
        queuedMs += durationMs
        nowMs += pauseMs
        if (stops) clock.stop(nowMs)
        const playedMs = clock.playedMs('a', nowMs) + clock.playedMs('b', nowMs)
        expect(playedMs).toBeLessThanOrEqual(Math.min(queuedMs, nowMs))
      }
    }),
  )
})
