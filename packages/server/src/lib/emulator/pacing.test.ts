import fc from 'fast-check'
import { expect, it } from 'vitest'
import { startEmulator } from '../test-support/start-emulator.test-support.ts'
import { planPauses } from './pacing.ts'

it.each([
  { pacing: {}, pauses: [0, 0, 0] },
  { pacing: { firstEventMs: 300 }, pauses: [300, 0, 0] },
  { pacing: { firstEventMs: 300, tokensPerSecond: 50 }, pauses: [300, 20, 20] },
])('plans $pauses for $pacing', ({ pacing, pauses }) => {
  expect(planPauses(pacing, 3)).toEqual(pauses)
})

it('deviates by at most the jitter, the same for the same seed', () => {
  const anyPacing = fc.record({
    firstEventMs: fc.nat({ max: 1_000 }),
    tokensPerSecond: fc.integer({ min: 1, max: 1_000 }),
    jitterMs: fc.nat({ max: 1_000 }),
    seed: fc.integer(),
  })
  fc.assert(
    fc.property(anyPacing, fc.nat({ max: 50 }), (pacing, count) => {
      const pauses = planPauses(pacing, count)
      expect(planPauses(pacing, count)).toEqual(pauses)
      const exact = planPauses({ ...pacing, jitterMs: 0 }, count)
      for (const [index, pauseMs] of pauses.entries()) {
        expect(pauseMs).toBeGreaterThanOrEqual(0)
        expect(Math.abs(pauseMs - exact[index]!)).toBeLessThanOrEqual(pacing.jitterMs)
      }
    }),
  )
})

it('waits before the first event, until the client disconnects', async () => {
  const pacing = { firstEventMs: 3_600_000 }
  await using server = await startEmulator([{ answer: { text: 'Late' }, pacing }])
  const client = new AbortController()
  const body = { model: 'mira', messages: [{ role: 'user', content: 'Hello' }] }
  const asked = server.post('/v1/chat/completions', body, { signal: client.signal })
  setTimeout(() => client.abort(), 50)
  await expect(asked).rejects.toThrow('aborted')
})
