import { planResampling, sampleAt } from './resample.ts'

/** Changes the sample rate of live sound. */
export interface StreamResampler {
  /** Takes the next piece; what comes out lags behind by the reach of the filter, some milliseconds. */
  push(samples: Float32Array): Float32Array
}

/** The same filter as `resample`, for sound that comes in pieces: joined, the results are the same. */
export function createStreamResampler(sampleRate: number, targetRate: number): StreamResampler {
  if (sampleRate === targetRate) return { push: (samples) => samples }
  const plan = planResampling(sampleRate, targetRate)
  let kept = new Float32Array(0)
  /** Position of the first kept sample in the whole sound. */
  let keptStart = 0
  let index = 0
  return {
    push(samples) {
      const known = new Float32Array(kept.length + samples.length)
      known.set(kept)
      known.set(samples, kept.length)
      const end = keptStart + known.length
      // A sample is due when all that its filter reaches is known.
      const lastIndex = Math.ceil(((end - plan.reach) * targetRate) / sampleRate)
      const result = new Float32Array(Math.max(0, lastIndex - index))
      for (let place = 0; place < result.length; place++) result[place] = sampleAt(plan, known, index++, keptStart)
      const needed = Math.max(0, Math.floor((index * sampleRate) / targetRate) - plan.reach + 1 - keptStart)
      kept = known.slice(needed)
      keptStart += needed
      return result
    },
  }
}
