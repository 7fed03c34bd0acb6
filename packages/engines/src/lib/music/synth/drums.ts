import { addPartial } from './keys.ts'
import { fadeEnd } from './pluck.ts'
import { emptyTone, type Renderer, sampleRate } from './tone.ts'

/** A skin that is struck: its pitch falls, and the stick clicks. */
interface Membrane {
  readonly from: number
  readonly to: number
  /** Seconds in which the pitch falls to a third of the way. */
  readonly fall: number
  readonly decay: number
  readonly click: number
}

/** A struck skin; pitch is in multiples of 262 Hz over the note's, so that toms descend. */
export function membrane({ from, to, fall, decay, click }: Membrane): Renderer {
  return ({ frequency, velocity, random }) => {
    const samples = emptyTone(decay, 0)
    const tuning = frequency / 261.6
    let phase = 0
    for (let index = 0; index < samples.length; index++) {
      const time = index / sampleRate
      phase += ((to + (from - to) * Math.exp(-time / fall)) * tuning) / sampleRate
      const level = Math.exp((-5 * time) / decay)
      const stick = time < 0.006 ? (random() * 2 - 1) * click * (1 - time / 0.006) : 0
      samples[index] = (Math.tanh(1.6 * Math.sin(2 * Math.PI * phase)) * level + stick) * velocity
    }
    return fadeEnd(samples)
  }
}

/** Noise between two frequencies that fades, once or in several strokes. */
interface Burst {
  readonly low: number
  readonly high: number
  readonly decay: number
  /** Times of strokes in seconds, the last of which rings (default one at once). */
  readonly strokes?: readonly number[]
  readonly attack?: number
}

/** Filtered noise: hats, shakers, claps and the wires of a snare. */
export function burst({ low, high, decay, strokes = [0], attack = 0 }: Burst): Renderer {
  return ({ velocity, random }) => {
    const ringAt = strokes.at(-1) ?? 0
    const samples = emptyTone(decay + ringAt, 0)
    const lowShare = 1 - Math.exp((-2 * Math.PI * low) / sampleRate)
    const highShare = 1 - Math.exp((-2 * Math.PI * high) / sampleRate)
    let [slow, slower, fast] = [0, 0, 0]
    for (let index = 0; index < samples.length; index++) {
      const time = index / sampleRate
      fast += highShare * (random() * 2 - 1 - fast)
      slow += lowShare * (fast - slow)
      slower += lowShare * (fast - slow - slower)
      const last = strokes.findLast((stroke) => stroke <= time) ?? 0
      const level = Math.exp((-5 * (time - last)) / (last === ringAt ? decay : 0.02))
      const rise = attack > 0 ? Math.min(1, time / attack) : 1
      samples[index] = (fast - slow - slower) * level * rise * velocity
    }
    return fadeEnd(samples)
  }
}

/** Several sounds at once, each at its level. */
export function together(...sounds: readonly (readonly [Renderer, number])[]): Renderer {
  return (tone) => {
    const parts = sounds.map(([render, level]) => [render(tone), level] as const)
    const sum = new Float32Array(Math.max(...parts.map(([part]) => part.length)))
    for (const [part, level] of parts)
      for (let index = 0; index < part.length; index++) sum[index]! += part[index]! * level
    return sum
  }
}

/** Partials of a cymbal: six that fit no scale, as in drum machines of the eighties. */
const cymbalRatios = [2.0, 3.0, 4.16, 5.43, 6.79, 8.21, 10.3, 12.7]

/** Metal: partials that fit no scale, over noise. */
export function metal(decay: number, hertz: number, noise: number): Renderer {
  const wash = burst({ low: 5_000, high: 14_000, decay })
  return (tone) => {
    const samples = wash(tone)
    for (let index = 0; index < samples.length; index++) samples[index]! *= noise
    for (const ratio of cymbalRatios) {
      addPartial(samples, {
        hertz: hertz * ratio,
        level: 0.06 * tone.velocity,
        decay: decay * (0.6 + 0.4 * tone.random()),
        phase: tone.random(),
      })
    }
    return fadeEnd(samples)
  }
}

/** Noise of a game console: a random bit held for some samples. */
export const chipNoise: Renderer = ({ velocity, random }) => {
  const samples = emptyTone(velocity > 0.7 ? 0.14 : 0.06, 0)
  const hold = velocity > 0.7 ? 12 : 3
  let bit = 0
  for (let index = 0; index < samples.length; index++) {
    if (index % hold === 0) bit = random() < 0.5 ? -1 : 1
    samples[index] = bit * velocity * (1 - index / samples.length) ** 2
  }
  return samples
}

/** Crackle and hiss of a worn record, for as long as the note lasts. */
export const vinyl: Renderer = ({ seconds, random }) => {
  const samples = emptyTone(seconds, 0.01)
  let [low, crackle] = [0, 0]
  for (let index = 0; index < samples.length; index++) {
    low += 0.25 * (random() * 2 - 1 - low)
    crackle = random() < 0.000_25 ? (random() * 2 - 1) * 6 : crackle * 0.6
    samples[index] = low * 0.25 + crackle
  }
  return samples
}
