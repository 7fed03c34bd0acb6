import { sampleRate } from '../sample-rate.ts'
import { applyBiquad, lowPass } from './biquad.ts'
import { measureLoudness, type Stereo } from './loudness.ts'

/** Loudness that streaming services play at. */
const targetLufs = -16

/** Highest peak, in full scale: between samples and after MP3 it is up to 1.5 dB higher, and must stay below −1 dB. */
const ceiling = 10 ** (-3 / 20)

/** How a mix is finished. */
export interface Finish {
  /** Where the treble is softened, in hertz; undefined leaves it. */
  readonly toneHertz: number | undefined
  readonly fadeSeconds: number
}

/** Compresses, fades the end, brings to the usual loudness and limits, in place. */
export function master(mix: Stereo, { toneHertz, fadeSeconds }: Finish): void {
  if (toneHertz) for (const channel of [mix.left, mix.right]) applyBiquad(channel, lowPass(toneHertz))
  compress(mix)
  fade(mix, fadeSeconds)
  // The limiter takes some loudness away, so a second, smaller step follows.
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

/** Ratio of 2 above the mean level, both sides alike: it holds the parts together. */
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
    // A square root of a power halves its decibels twice: a quarter power of the ratio is a ratio of 2.
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

/** Samples the limiter looks ahead: 3 ms. */
const lookAhead = 132

/** Keeps peaks under the ceiling: the gain is down before a peak comes and recovers in a tenth of a second. */
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
    // A peak that came while another was being met is cut rather than let through.
    left[index] = Math.max(-ceiling, Math.min(ceiling, left[index]! * gain))
    right[index] = Math.max(-ceiling, Math.min(ceiling, right[index]! * gain))
  }
}
