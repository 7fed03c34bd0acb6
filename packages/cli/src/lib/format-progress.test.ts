import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDuration, formatProgress } from './format-progress.ts'
import { textWidth } from './text-width.ts'

it.each([
  {
    state: { label: 'video: rendering', fraction: 0.5 },
    width: 50,
    line: `video: rendering ${'█'.repeat(12)}${'░'.repeat(12)} 50 % 2s`,
  },
  { state: { label: 'video: rendering', fraction: 2 }, width: 30, line: 'video: rendering 100 % 2s' },
  { state: { label: 'Идёт запись\u001b[2J' }, width: 60, line: '⠋ Идёт запись[2J 2s' },
  { state: { label: 'A label that is much too long' }, width: 20, line: '⠋ A label that is …' },
])('formats $state in $width columns', ({ state, width, line }) => {
  expect(formatProgress(state, 2_000, width)).toBe(line)
})

it.each([
  [0, '0s'],
  [59_999, '59s'],
  [60_000, '1m00s'],
  [3_725_000, '62m05s'],
])('formats %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

it('never wraps', () => {
  const state = fc.record({
    label: fc.string({ unit: 'grapheme' }),
    fraction: fc.option(fc.double(), { nil: undefined }),
  })
  fc.assert(
    fc.property(state, fc.nat(10_000_000), fc.integer({ min: 20, max: 300 }), (shown, elapsedMs, width) => {
      const line = formatProgress(shown, elapsedMs, width)
      expect(line).not.toContain('\n')
      expect(textWidth(line)).toBeLessThan(width)
    }),
  )
})
