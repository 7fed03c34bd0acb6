import { sampleRate } from '../../src/lib/music/sample-rate.ts'

interface Stereo {
  readonly left: Float32Array
  readonly right: Float32Array
}

/** Parses a 16-bit stereo WAV file from the music engine. */
export function readStereoWav(file: Uint8Array): Stereo {
  const samples = new Int16Array(file.slice(44).buffer)
  const channel = (offset: number) =>
    Float32Array.from({ length: samples.length / 2 }, (_, frame) => samples[2 * frame + offset]! / 32_768)
  return { left: channel(0), right: channel(1) }
}

/** Returns the longest silence (below −50 dB of full scale) before the final fade, in seconds. */
export function longestSilence({ left, right }: Stereo): number {
  const step = sampleRate / 100
  let [longest, current] = [0, 0]
  for (let start = 0; start + step <= left.length - sampleRate / 2; start += step) {
    let power = 0
    for (let index = start; index < start + step; index++) power += left[index]! ** 2 + right[index]! ** 2
    current = power / step / 2 < 1e-5 ? current + 0.01 : 0
    longest = Math.max(longest, current)
  }
  return longest
}

/**
 * Returns the spectral centroid in hertz, by Parseval's theorem: the power of the derivative relative to the signal's.
 */
export function spectralCentroid({ left, right }: Stereo): number {
  let [change, level] = [0, 0]
  for (let index = 1; index < left.length; index++) {
    const now = left[index]! + right[index]!
    const before = left[index - 1]! + right[index - 1]!
    change += (now - before) ** 2
    level += now ** 2
  }
  return (Math.asin(Math.min(1, Math.sqrt(change / level) / 2)) * sampleRate) / Math.PI
}
