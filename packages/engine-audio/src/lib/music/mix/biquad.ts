import { sampleRate } from '../sample-rate.ts'

/** Coefficients of a two-pole filter, normalized so that the first denominator coefficient is 1. */
export interface Biquad {
  readonly b0: number
  readonly b1: number
  readonly b2: number
  readonly a1: number
  readonly a2: number
}

/** Creates a Butterworth high-pass (RBJ cookbook). */
export function highPass(hertz: number): Biquad {
  const { cosine, alpha } = angles(hertz)
  return normalize([(1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2], [1 + alpha, -2 * cosine, 1 - alpha])
}

/** Creates a Butterworth low-pass (RBJ cookbook). */
export function lowPass(hertz: number): Biquad {
  const { cosine, alpha } = angles(hertz)
  return normalize([(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2], [1 + alpha, -2 * cosine, 1 - alpha])
}

function angles(hertz: number): { cosine: number; alpha: number } {
  const angle = (2 * Math.PI * hertz) / sampleRate
  return { cosine: Math.cos(angle), alpha: Math.sin(angle) * Math.SQRT1_2 }
}

type Triple = readonly [number, number, number]

/** Divides all coefficients by the first denominator coefficient. */
export function normalize([b0, b1, b2]: Triple, [a0, a1, a2]: Triple): Biquad {
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 }
}

/** Filters samples in place. */
export function applyBiquad(samples: Float32Array, { b0, b1, b2, a1, a2 }: Biquad): void {
  let [first, second] = [0, 0]
  for (let index = 0; index < samples.length; index++) {
    const input = samples[index]!
    const output = b0 * input + first
    first = b1 * input - a1 * output + second
    second = b2 * input - a2 * output
    samples[index] = output
  }
}
