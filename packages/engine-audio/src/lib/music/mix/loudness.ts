import { sampleRate } from '../sample-rate.ts'
import { applyBiquad, type Biquad } from './biquad.ts'

/** Left and right channels of equal length. */
export interface Stereo {
  readonly left: Float32Array
  readonly right: Float32Array
}

/** The two frequency weighting filters of ITU-R BS.1770-4, for a rate of 44.1 kHz. */
const weighting: readonly Biquad[] = /* @__PURE__ */ [
  shelf(1_681.974_450_955_533, 3.999_843_853_973_347, 0.707_175_236_955_419_6),
  rumble(38.135_470_876_024_44, 0.500_327_037_323_877_3),
]

/**
 * High shelf that models the head (BS.1770-4, stage 1), derived from its analog form so that it is valid at any rate.
 */
function shelf(hertz: number, decibels: number, quality: number): Biquad {
  const k = Math.tan((Math.PI * hertz) / sampleRate)
  const high = 10 ** (decibels / 20)
  const band = high ** 0.499_666_774_154_541_6
  const a0 = 1 + k / quality + k * k
  return {
    b0: (high + (band * k) / quality + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / quality + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / quality + k * k) / a0,
  }
}

/** High-pass (BS.1770-4, stage 2). */
function rumble(hertz: number, quality: number): Biquad {
  const k = Math.tan((Math.PI * hertz) / sampleRate)
  const a0 = 1 + k / quality + k * k
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / quality + k * k) / a0 }
}

/** Step between blocks: 400 ms blocks start every 100 ms. */
const stepSamples = sampleRate / 10

/**
 * Returns the integrated loudness in LUFS according to ITU-R BS.1770-4: weighted, in overlapping blocks of 400 ms,
 * gated at −70 LUFS and at 10 LU below the mean of the remaining blocks. Audio shorter than a block is measured as a
 * whole.
 *
 * @returns −Infinity for silence.
 */
export function measureLoudness({ left, right }: Stereo): number {
  const steps = stepPowers(left)
  const others = stepPowers(right)
  const powers = steps.map((power, index) => power + (others[index] ?? 0))
  const width = Math.min(4, powers.length)
  const blocks = Array.from({ length: powers.length - width + 1 }, (_, start) =>
    mean(powers.slice(start, start + width)),
  )
  const audible = blocks.filter((power) => toLufs(power) > -70)
  const gate = toLufs(mean(audible)) - 10
  return toLufs(mean(audible.filter((power) => toLufs(power) > gate)))
}

/** Returns the weighted mean square of each 100 ms. A shorter remainder is ignored unless there is nothing else. */
function stepPowers(samples: Float32Array): number[] {
  const weighted = samples.slice()
  for (const filter of weighting) applyBiquad(weighted, filter)
  const count = Math.max(1, Math.floor(weighted.length / stepSamples))
  return Array.from({ length: count }, (_, step) => {
    const end = Math.min(weighted.length, (step + 1) * stepSamples)
    let sum = 0
    for (let index = step * stepSamples; index < end; index++) sum += weighted[index]! ** 2
    return sum / Math.max(1, end - step * stepSamples)
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function toLufs(power: number): number {
  return -0.691 + 10 * Math.log10(power)
}
