import type { Pcm } from './pcm.ts'

/** Zero crossings of the filter on each side: about 80 dB of rejection with the window below. */
const halfCrossings = 16

/** Shape of the Kaiser window. */
const beta = 8

/** Fraction of the narrower band that passes; the rest is the filter's transition band. */
const passShare = 0.94

/** Maximum number of phases. More filters would cost more memory than they save time. */
const maxPhases = 2_048

/** Precomputed filters for one conversion of the sample rate. */
export interface ResamplingPlan {
  readonly sampleRate: number
  readonly targetRate: number
  readonly filters: readonly Float32Array[]
  /** Number of samples that a filter needs after the output position; it needs one fewer before it. */
  readonly reach: number
}

/** Precomputes the filters for converting from one sample rate to another. */
export function planResampling(sampleRate: number, targetRate: number): ResamplingPlan {
  const divisor = greatestCommonDivisor(sampleRate, targetRate)
  const phases = Math.min(targetRate / divisor, maxPhases)
  const cutoff = Math.min(1, targetRate / sampleRate) * passShare
  const reach = Math.ceil(halfCrossings / cutoff)
  return { sampleRate, targetRate, filters: createFilters(phases, cutoff, reach), reach }
}

/** Available part of a signal. */
export interface Signal {
  readonly samples: Float32Array
  /** Offset of `samples[0]` in the whole signal. Defaults to 0. */
  readonly start?: number | undefined
}

/**
 * Computes one sample at the target rate.
 *
 * @param index - Index of the output sample.
 */
export function sampleAt(plan: ResamplingPlan, { samples, start = 0 }: Signal, index: number): number {
  const { filters, reach } = plan
  const position = (index * plan.sampleRate) / plan.targetRate
  const base = Math.floor(position)
  const filter = filters[Math.min(filters.length - 1, Math.round((position - base) * filters.length))]!
  return convolve(samples, filter, base - start - reach + 1)
}

/** Resamples with a windowed-sinc filter, which also prevents aliasing. */
export function resample({ samples, sampleRate }: Pcm, targetRate: number): Pcm {
  if (sampleRate === targetRate) return { samples, sampleRate }
  const plan = planResampling(sampleRate, targetRate)
  const result = new Float32Array(Math.ceil((samples.length * targetRate) / sampleRate))
  const signal = { samples }
  for (let index = 0; index < result.length; index++) result[index] = sampleAt(plan, signal, index)
  return { samples: result, sampleRate: targetRate }
}

function convolve(samples: Float32Array, filter: Float32Array, start: number): number {
  const first = Math.max(0, -start)
  const last = Math.min(filter.length, samples.length - start)
  let sum = 0
  for (let tap = first; tap < last; tap++) sum += samples[start + tap]! * filter[tap]!
  return sum
}

function createFilters(phases: number, cutoff: number, reach: number): Float32Array[] {
  return Array.from({ length: phases }, (_, phase) => {
    const filter = new Float32Array(2 * reach)
    let sum = 0
    for (let tap = 0; tap < filter.length; tap++) {
      const distance = tap - reach + 1 - phase / phases
      const angle = Math.PI * distance * cutoff
      const value = (angle === 0 ? 1 : Math.sin(angle) / angle) * kaiser(distance / reach)
      filter[tap] = value
      sum += value
    }
    // Normalize the gain of every phase; otherwise the level would ripple.
    return filter.map((value) => value / sum)
  })
}

const besselOfBeta = /* @__PURE__ */ bessel(beta)

function kaiser(position: number): number {
  return Math.abs(position) >= 1 ? 0 : bessel(beta * Math.sqrt(1 - position * position)) / besselOfBeta
}

/** Evaluates the modified Bessel function of the first kind, order 0, by its power series. */
function bessel(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > 1e-10 * sum; k++) {
    term *= (x / 2 / k) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
