import { expect, it } from 'vitest'
import { resample } from './resample.ts'
import { createStreamResampler } from './stream-resampler.ts'

const tone = (hertz: number, sampleRate: number) =>
  Float32Array.from({ length: sampleRate }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / sampleRate))

/** Returns the level in the middle, where the ends of the signal have no effect. */
const level = (samples: Float32Array) => {
  const middle = samples.subarray(samples.length / 4, (samples.length * 3) / 4)
  return Math.sqrt(middle.reduce((sum, value) => sum + value * value, 0) / middle.length)
}

it.each([
  [16_000, 24_000],
  [44_100, 16_000],
  [48_000, 16_000],
  [8_000, 24_000],
  [11_025, 16_000],
])('keeps a tone of 1 kHz from %i to %i Hz', (from, to) => {
  const { samples, sampleRate } = resample({ samples: tone(1_000, from), sampleRate: from }, to)
  expect([samples.length, sampleRate]).toEqual([to, to])
  const expected = tone(1_000, to)
  const difference = samples.map((value, index) => value - expected[index]!)
  expect(level(difference)).toBeLessThan(0.002)
})

it('removes frequencies that the lower rate cannot represent', () => {
  const { samples } = resample({ samples: tone(10_000, 44_100), sampleRate: 44_100 }, 16_000)
  expect(level(samples)).toBeLessThan(0.001)
})

it.each([
  [24_000, 16_000],
  [8_000, 16_000],
])('gives live sound the same samples as a whole one from %i to %i Hz', (from, to) => {
  const sound = tone(440, from)
  const whole = resample({ samples: sound, sampleRate: from }, to).samples
  const resampler = createStreamResampler(from, to)
  const live: number[] = []
  for (let start = 0; start < sound.length; start += 479)
    live.push(...resampler.push(sound.subarray(start, start + 479)))
  expect(live.length).toBeGreaterThan(to * 0.99)
  expect(live).toEqual([...whole.subarray(0, live.length)])
})
