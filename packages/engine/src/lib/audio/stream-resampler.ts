import { planResampling, sampleAt } from './resample.ts'

/** Resamples live audio. */
export interface StreamResampler {
  /** Resamples the next chunk. The output lags by half the filter length, a few milliseconds. */
  push(samples: Float32Array): Float32Array
}

/** Creates a streaming version of `resample`: the concatenated outputs equal its result. */
export function createStreamResampler(sampleRate: number, targetRate: number): StreamResampler {
  if (sampleRate === targetRate) return { push: (samples) => samples }
  const plan = planResampling(sampleRate, targetRate)
  let kept = new Float32Array(0)
  /** Offset of the first buffered sample in the whole signal. */
  let keptStart = 0
  let index = 0
  return {
    push(samples) {
      const available = new Float32Array(kept.length + samples.length)
      available.set(kept)
      available.set(samples, kept.length)
      const end = keptStart + available.length
      // An output sample is ready when all input samples that its filter covers have arrived.
      const lastIndex = Math.ceil(((end - plan.reach) * targetRate) / sampleRate)
      const result = new Float32Array(Math.max(0, lastIndex - index))
      const signal = { samples: available, start: keptStart }
      for (let place = 0; place < result.length; place++) result[place] = sampleAt(plan, signal, index++)
      const needed = Math.max(0, Math.floor((index * sampleRate) / targetRate) - plan.reach + 1 - keptStart)
      kept = available.slice(needed)
      keptStart += needed
      return result
    },
  }
}
