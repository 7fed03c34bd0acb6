/** Samples a second of everything that is synthesised. */
export const sampleRate = 44_100

/** A note to be sounded. */
export interface Tone {
  readonly frequency: number
  /** Until the key is let go; what rings after it comes on top. */
  readonly seconds: number
  /** 0 to 1. */
  readonly velocity: number
  readonly random: () => number
}

/** Sounds a note: mono samples with what rings after it; the level is left to the mixer. */
export type Renderer = (tone: Tone) => Float32Array

/** Attack, decay and release in seconds; sustain as a share of the peak. */
export interface Envelope {
  readonly attack: number
  readonly decay: number
  readonly sustain: number
  readonly release: number
}

/** An empty sound as long as a note and what rings after it. */
export function emptyTone(seconds: number, release: number): Float32Array {
  return new Float32Array(Math.max(64, Math.ceil((seconds + release) * sampleRate)))
}

/** Level of an envelope at a time after the key went down. */
export function envelopeAt({ attack, decay, sustain, release }: Envelope, time: number, seconds: number): number {
  if (time >= seconds) {
    const held = heldLevel({ attack, decay, sustain }, seconds)
    return time >= seconds + release ? 0 : held * (1 - (time - seconds) / release) ** 2
  }
  return heldLevel({ attack, decay, sustain }, time)
}

function heldLevel({ attack, decay, sustain }: Omit<Envelope, 'release'>, time: number): number {
  if (time < attack) return time / attack
  return sustain + (1 - sustain) * Math.exp((-3 * (time - attack)) / decay)
}

/** Shapes a sound in place; the envelope is read every 32 samples and joined by straight lines. */
export function shape(samples: Float32Array, envelope: Envelope, seconds: number): Float32Array {
  const step = 32
  let from = envelopeAt(envelope, 0, seconds)
  for (let start = 0; start < samples.length; start += step) {
    const to = envelopeAt(envelope, (start + step) / sampleRate, seconds)
    const end = Math.min(samples.length, start + step)
    for (let index = start; index < end; index++) samples[index]! *= from + ((to - from) * (index - start)) / step
    from = to
  }
  return samples
}
