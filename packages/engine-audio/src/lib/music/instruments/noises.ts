import { sampleRate } from '../sample-rate.ts'

/** A stroke of noise. */
export interface NoiseNote {
  readonly seconds: number
  /** From 0 to 1. */
  readonly velocity: number
  readonly random: () => number
}

/** Renders noise to mono samples; the mixer sets the level. */
export type Noise = (note: NoiseNote) => Float32Array

/** Renders game console noise: a random bit held for several samples, fading out. */
export const renderConsoleNoise: Noise = ({ velocity, random }) => {
  const isLoud = velocity > 0.7
  const samples = new Float32Array(Math.round((isLoud ? 0.14 : 0.06) * sampleRate))
  const heldSamples = isLoud ? 12 : 3
  let bit = 0
  for (let index = 0; index < samples.length; index++) {
    if (index % heldSamples === 0) bit = random() < 0.5 ? -1 : 1
    samples[index] = bit * velocity * (1 - index / samples.length) ** 2
  }
  return samples
}

/** Renders the crackle and hiss of a worn record for the duration of the note. */
export const renderVinyl: Noise = ({ seconds, random }) => {
  const samples = new Float32Array(Math.round(seconds * sampleRate))
  let [hiss, crackle] = [0, 0]
  for (let index = 0; index < samples.length; index++) {
    hiss += 0.25 * (random() * 2 - 1 - hiss)
    crackle = random() < 0.000_25 ? (random() * 2 - 1) * 6 : crackle * 0.6
    samples[index] = hiss * 0.25 + crackle
  }
  return samples
}
