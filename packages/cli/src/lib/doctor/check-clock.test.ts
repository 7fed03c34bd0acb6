import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkClock } from './check-api.ts'

it.each([
  [0, 'agrees'],
  [59_000, 'agrees'],
  [120_000, 'behind the server'],
  [-120_000, 'ahead of the server'],
])('a server whose clock is %d ms ahead: %s', (aheadMs, detail) => {
  const check = checkClock({ serverMs: 1_000_000_000_000 + aheadMs, localMs: [1_000_000_000_000, 1_000_000_000_050] })
  expect(check.detail).toContain(detail)
  expect(check.status).toBe(detail === 'agrees' ? 'ok' : 'failed')
})

it('a slow answer is no difference', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), (beforeMs, afterMs) => {
      // The server's time has whole seconds.
      const serverMs = Math.floor(1_000_000_000_123 / 1_000) * 1_000
      const localMs = [1_000_000_000_123 - beforeMs, 1_000_000_000_123 + afterMs] as const
      expect(checkClock({ serverMs, localMs }).status).toBe('ok')
    }),
  )
})
