import { sampleRate } from '../sample-rate.ts'
import { applyBiquad, lowPass } from './biquad.ts'
import { measureLoudness, type Stereo } from './loudness.ts'

/** Playback loudness of streaming services. */
const targetLufs = -16

/**
 * Peak ceiling, as a fraction of full scale: true peaks after MP3 are up to 1.5 dB higher and must stay below −1 dB.
 */
const ceiling = 10 ** (-3 / 20)

/** Mastering settings. */
export interface Finish {
  /** Low-pass cutoff in hertz; undefined for none. */
  readonly toneHertz: number | undefined
  readonly fadeSeconds: number
}

/** Compresses, fades out, normalizes loudness and limits, in place. */
export function master(mix: Stereo, { toneHertz, fadeSeconds }: Finish): void {
  if (toneHertz) for (const channel of [mix.left, mix.right]) applyBiquad(channel, lowPass(toneHertz))
  compress(mix)
  fade(mix, fadeSeconds)
  // The limiter reduces loudness, so a second, smaller correction follows.
  for (let pass = 0; pass < 2; pass++) {
    const loudness = measureLoudness(mix)
    if (!Number.isFinite(loudness)) return
    amplify(mix, 10 ** ((targetLufs - loudness) / 20))
    limit(mix)
  }
}

function amplify({ left, right }: Stereo, gain: number): void {
  for (const channel of [left, right]) for (let index = 0; index < channel.length; index++) channel[index]! *= gain
}

/** Compresses at a ratio of 2 above the mean level, with both channels linked, to glue the mix together. */
function compress({ left, right }: Stereo): void {
  let power = 0
  for (let index = 0; index < left.length; index += 16) power += left[index]! ** 2 + right[index]! ** 2
  const threshold = (power / Math.max(1, left.length / 16)) * 3
  const [attack, release] = [1 - Math.exp(-1 / (0.015 * sampleRate)), 1 - Math.exp(-1 / (0.18 * sampleRate))]
  let level = threshold / 4
  let gain = 1
  for (let index = 0; index < left.length; index++) {
    const now = left[index]! ** 2 + right[index]! ** 2
    level += (now > level ? attack : release) * (now - level)
    // Power is amplitude squared, so a ratio of 2 is the fourth root of the power ratio.
    if ((index & 15) === 0) gain = level > threshold ? (threshold / level) ** 0.25 : 1
    left[index]! *= gain
    right[index]! *= gain
  }
}

function fade({ left, right }: Stereo, seconds: number): void {
  const length = Math.min(left.length, Math.round(seconds * sampleRate))
  for (let index = 0; index < length; index++) {
    const gain = Math.sin((Math.PI / 2) * (index / length)) ** 2
    left[left.length - 1 - index]! *= gain
    right[right.length - 1 - index]! *= gain
  }
}

/** Look-ahead of the limiter: 3 ms in samples. */
const lookAhead = 132

/** Limits peaks to the ceiling: gain is reduced before a peak and recovers within a tenth of a second. */
function limit({ left, right }: Stereo): void {
  const release = 1 - Math.exp(-1 / (0.1 * sampleRate))
  const needed = (index: number) => {
    const peak = Math.max(Math.abs(left[index] ?? 0), Math.abs(right[index] ?? 0))
    return peak > ceiling ? ceiling / peak : 1
  }
  let gain = 1
  let target = 1
  let targetEnds = 0
  let step = 0
  for (let index = 0; index < left.length; index++) {
    const ahead = needed(index + lookAhead)
    if (ahead < target || (ahead < 1 && ahead <= target)) {
      target = ahead
      targetEnds = index + lookAhead
      step = Math.max(step, (gain - target) / lookAhead)
    }
    if (gain > target) gain = Math.max(target, gain - step)
    else if (index > targetEnds) {
      step = 0
      target = 1
      gain += release * (1 - gain)
    }
    // Clip a peak that arrives while the gain is still moving towards another.
    left[index] = Math.max(-ceiling, Math.min(ceiling, left[index]! * gain))
    right[index] = Math.max(-ceiling, Math.min(ceiling, right[index]! * gain))
  }
}
