import { expect, it } from 'vitest'
import { sampleRate } from '../sample-rate.ts'
import { measureLoudness } from './loudness.ts'

function tone(...parts: readonly (readonly [seconds: number, decibels: number, hertz?: number])[]): Float32Array {
  const samples = parts.flatMap(([seconds, decibels, hertz = 1_000]) =>
    Array.from(
      { length: Math.round(seconds * sampleRate) },
      (_, index) => 10 ** (decibels / 20) * Math.sin((2 * Math.PI * hertz * index) / sampleRate),
    ),
  )
  return Float32Array.from(samples)
}

// EBU Tech 3341, minimum requirements 1 to 4, and the calibration of BS.1770.
it.each([
  { story: 'a tone at −23 dB', left: tone([5, -23]), lufs: -23 },
  { story: 'a tone at −33 dB', left: tone([5, -33]), lufs: -33 },
  { story: 'a loud middle', left: tone([2, -36], [12, -23], [2, -36]), lufs: -23 },
  { story: 'silence around', left: tone([2, -72], [2, -36], [12, -23], [2, -36], [2, -72]), lufs: -23 },
])('measures $story', ({ left, lufs }) => {
  expect(Math.abs(measureLoudness({ left, right: left }) - lufs)).toBeLessThan(0.1)
})

it('measures one side at full scale as −3.01 LUFS, and silence as nothing', () => {
  const left = tone([3, 0, 997])
  expect(measureLoudness({ left, right: new Float32Array(left.length) })).toBeCloseTo(-3.01, 1)
  expect(measureLoudness({ left: new Float32Array(9_000), right: new Float32Array(9_000) })).toBe(
    Number.NEGATIVE_INFINITY,
  )
})

it('weighs deep tones less and high ones more', () => {
  const at = (hertz: number) => measureLoudness({ left: tone([2, -20, hertz]), right: tone([2, -20, hertz]) })
  expect(at(40)).toBeLessThan(at(1_000) - 3)
  expect(at(6_000)).toBeGreaterThan(at(1_000) + 2)
})
