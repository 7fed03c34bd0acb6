/** Returns the median pitch of a voice in hertz, by normalized autocorrelation of its loud frames. */
export function measurePitch(samples: Float32Array, sampleRate: number): number {
  const frame = Math.floor(sampleRate * 0.04)
  const pitches: number[] = []
  for (let start = 0; start + 2 * frame < samples.length; start += frame) {
    const lag = bestLag(samples, { start, frame, sampleRate })
    if (lag) pitches.push(sampleRate / lag)
  }
  return pitches.sort((a, b) => a - b)[pitches.length >> 1] ?? 0
}

interface Frame {
  readonly start: number
  readonly frame: number
  readonly sampleRate: number
}

function bestLag(samples: Float32Array, { start, frame, sampleRate }: Frame): number | undefined {
  const energy = (from: number) => samples.subarray(from, from + frame).reduce((sum, value) => sum + value * value, 0)
  const here = energy(start)
  if (here / frame < 0.001) return undefined
  let best = { score: 0.7, lag: 0 }
  for (let lag = Math.floor(sampleRate / 400); lag < sampleRate / 60; lag++) {
    let product = 0
    for (let index = start; index < start + frame; index++) product += samples[index]! * samples[index + lag]!
    const score = product / Math.sqrt(here * energy(start + lag) + 1e-9)
    // A multiple of the period scores equally high: the first is kept unless a later one is clearly better.
    if (score > best.score + 0.02) best = { score, lag }
  }
  return best.lag || undefined
}
