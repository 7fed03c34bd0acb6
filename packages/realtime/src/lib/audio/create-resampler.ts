/** Converts chunks of a stream to another sample rate; the output is delayed by the length of the filter. */
export type Resampler = (samples: Float32Array) => Float32Array

/**
 * Creates a resampler: a windowed sinc filter that also prevents aliasing when downsampling.
 *
 * Its source text is also sent to the audio thread, so it must not reference anything outside the function.
 *
 * @param from - Sample rate of the input.
 * @param to - Sample rate of the output.
 */
export function createResampler(from: number, to: number): Resampler {
  if (from === to) return (samples) => samples
  const divide = (a: number, b: number): number => (b === 0 ? a : divide(b, a % b))
  const divisor = divide(from, to)
  const phases = to / divisor
  const cutoff = Math.min(1, to / from) * 0.92
  const reach = Math.ceil(14 / cutoff)
  const filters = Array.from({ length: phases }, (_, phase) => {
    const taps = Float32Array.from({ length: reach * 2 }, (_, tap) => {
      const distance = tap - reach + 1 - phase / phases
      const angle = Math.PI * distance * cutoff
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach)
      return Math.abs(distance) >= reach ? 0 : window * (angle === 0 ? 1 : Math.sin(angle) / angle)
    })
    // Normalize each phase to unity gain at DC; otherwise the level of a constant signal would ripple.
    const sum = taps.reduce((total, value) => total + value, 0)
    return taps.map((value) => value / sum)
  })
  let kept = new Float32Array(reach - 1)
  /** Position of the first kept sample in the input stream. */
  let start = 1 - reach
  let index = 0
  return (samples) => {
    const available = new Float32Array(kept.length + samples.length)
    available.set(kept)
    available.set(samples, kept.length)
    const result: number[] = []
    for (;;) {
      const base = Math.floor((index * from) / to)
      const first = base - reach + 1 - start
      if (first + reach * 2 > available.length) break
      const filter = filters[(index * (from / divisor)) % phases] as Float32Array
      let sum = 0
      for (let tap = 0; tap < filter.length; tap += 1)
        sum += (available[first + tap] as number) * (filter[tap] as number)
      result.push(sum)
      index += 1
    }
    const needed = Math.max(0, Math.floor((index * from) / to) - reach + 1 - start)
    kept = available.slice(needed)
    start += needed
    return Float32Array.from(result)
  }
}
