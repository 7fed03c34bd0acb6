import { sampleRate } from '../../src/lib/music/sample-rate.ts'

interface Stereo {
  readonly left: Float32Array
  readonly right: Float32Array
}

/** Reads the 16-bit stereo WAV that the composer writes. */
export function readStereoWav(file: Uint8Array): Stereo {
  const samples = new Int16Array(file.slice(44).buffer)
  const channel = (offset: number) =>
    Float32Array.from({ length: samples.length / 2 }, (_, frame) => samples[2 * frame + offset]! / 32_768)
  return { left: channel(0), right: channel(1) }
}

/** Seconds of the longest stretch below −50 dB of full scale, before the last fade. */
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

/** Frequency in hertz around which the power lies, by Parseval: the rate of change against the level. */
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
