import { emptyTone, type Renderer, sampleRate } from './tone.ts'

/** A string that is plucked. */
export interface PluckSound {
  /** Seconds until a middle C has faded by 60 dB. */
  readonly decay: number
  /** 0 to 1: how hard the pick and how bright the string. */
  readonly brightness: number
  /** Where it is plucked, as a share of its length. */
  readonly position: number
  /** Seconds the string rings on when it is let go. */
  readonly release: number
  /** Level of the tap of finger or slap (default 0). */
  readonly tap?: number
}

/** Extended Karplus-Strong string: filtered noise in a loop with damping and fractional tuning (Jaffe and Smith 1983). */
export function pluck(sound: PluckSound): Renderer {
  return ({ frequency, seconds, velocity, random }) => {
    const samples = emptyTone(Math.min(seconds, sound.decay * 1.5), sound.release)
    const period = sampleRate / frequency
    const damping = 0.5 - 0.42 * sound.brightness * (0.7 + 0.3 * velocity)
    // The damping filter delays by its share, the rest of the fraction is interpolated.
    const length = Math.max(2, Math.floor(period - damping))
    const fraction = period - damping - length
    const gain = 0.001 ** (1 / (frequency * sound.decay * Math.sqrt(262 / frequency)))
    const line = excite(length + 1, sound, velocity, random)
    let write = 0
    let previous = 0
    const releaseAt = Math.floor(seconds * sampleRate)
    const releaseGain = 0.001 ** (1 / (frequency * Math.max(0.03, sound.release)))
    for (let index = 0; index < samples.length; index++) {
      const newest = line[write]!
      const oldest = line[write + 1 === line.length ? 0 : write + 1]!
      const read = newest * fraction + oldest * (1 - fraction)
      const damped = read * (1 - damping) + previous * damping
      previous = read
      samples[index] = read
      line[write] = damped * (index < releaseAt ? gain : releaseGain)
      write = write + 1 === line.length ? 0 : write + 1
    }
    if (sound.tap) addTap(samples, sound.tap * velocity, random)
    return fadeEnd(samples)
  }
}

/** Noise as bright as the pick, with the notches that the place of plucking makes. */
function excite(
  length: number,
  { brightness, position }: PluckSound,
  velocity: number,
  random: () => number,
): Float32Array {
  const noise = new Float32Array(length)
  const smoothing = 0.85 - 0.75 * brightness * (0.6 + 0.4 * velocity)
  let low = 0
  for (let index = 0; index < length; index++) {
    low += (1 - smoothing) * (random() * 2 - 1 - low)
    noise[index] = low
  }
  const offset = Math.max(1, Math.round(length * position))
  const combed = noise.map((value, index) => value - noise[(index + offset) % length]!)
  const mean = combed.reduce((sum, value) => sum + value, 0) / length
  // The same strength whatever the noise was, so that no note jumps out.
  const strength = Math.sqrt(combed.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length) || 1
  return combed.map((value) => ((value - mean) / strength) * velocity * 0.3)
}

function addTap(samples: Float32Array, level: number, random: () => number): void {
  const length = Math.min(samples.length, Math.floor(0.012 * sampleRate))
  for (let index = 0; index < length; index++) samples[index]! += (random() * 2 - 1) * level * (1 - index / length) ** 2
}

/** Takes the last 5 ms to zero: a sound that is cut off clicks. */
export function fadeEnd(samples: Float32Array): Float32Array {
  const length = Math.min(samples.length, 220)
  for (let index = 0; index < length; index++) samples[samples.length - 1 - index]! *= index / length
  return samples
}
