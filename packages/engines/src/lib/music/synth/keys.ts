import { fadeEnd } from './pluck.ts'
import { type Envelope, emptyTone, type Renderer, sampleRate, shape } from './tone.ts'

/** Partials of a piano string at most; the ear hears the rest as hammer. */
const maxPartials = 14

/** Seconds a damper needs. */
const damperSeconds = 0.25

/**
 * A piano: stretched partials that fade the faster the higher they are, beating pairs of strings, a hammer's knock and a
 * damper.
 */
export const piano: Renderer = ({ frequency, seconds, velocity, random }) => {
  const ring = Math.min(seconds, 6 * Math.sqrt(262 / frequency))
  const samples = emptyTone(ring, damperSeconds)
  const stretch = 0.0002 * (frequency / 262) ** 1.2
  const count = Math.min(maxPartials, Math.floor(14_000 / frequency))
  for (let partial = 1; partial <= count; partial++) {
    const hertz = frequency * partial * Math.sqrt(1 + stretch * partial * partial)
    // A hammer at an eighth of the string; hard strokes are brighter.
    const level = (Math.abs(Math.sin((Math.PI * partial) / 8)) + 0.1) * partial ** (-1.9 + 0.8 * velocity)
    const decay = (3.2 * Math.sqrt(262 / frequency)) / (1 + 0.28 * partial)
    addPartial(samples, { hertz: hertz * 1.0003, level: level * 0.6, decay, phase: random() })
    if (partial <= 4)
      addPartial(samples, { hertz: hertz * 0.9995, level: level * 0.35, decay: decay * 2.2, phase: random() })
  }
  const knock = Math.min(samples.length, Math.floor(0.03 * sampleRate))
  let low = 0
  for (let index = 0; index < knock; index++) {
    low += 0.12 * (random() * 2 - 1 - low)
    samples[index]! += low * 0.8 * velocity * (1 - index / knock)
  }
  scale(samples, velocity)
  return shape(samples, { attack: 0.002, decay: 100, sustain: 1, release: damperSeconds }, ring)
}

interface Partial {
  readonly hertz: number
  readonly level: number
  readonly decay: number
  readonly phase: number
}

/** Adds a fading sine by the recursion of a rotating vector: two products a sample instead of a sine. */
export function addPartial(samples: Float32Array, { hertz, level, decay, phase }: Partial): void {
  const angle = (2 * Math.PI * hertz) / sampleRate
  if (angle >= Math.PI || level < 1e-4) return
  const fade = Math.exp(-6.9 / (decay * sampleRate))
  const turn = 2 * Math.cos(angle) * fade
  const square = fade * fade
  // Heard until it is 80 dB down.
  const length = Math.min(samples.length, Math.ceil(decay * sampleRate * 1.35))
  let before = (level * Math.sin(2 * Math.PI * phase - angle)) / fade
  let current = level * Math.sin(2 * Math.PI * phase)
  for (let index = 0; index < length; index++) {
    samples[index]! += current
    const next = turn * current - square * before
    before = current
    current = next
  }
}

function scale(samples: Float32Array, factor: number): void {
  for (let index = 0; index < samples.length; index++) samples[index]! *= factor
}

/** Struck bars, tubes and tines by frequency modulation (Chowning 1973). */
export interface ModulatedSound {
  /** Frequency of the modulator in multiples of the note. */
  readonly ratio: number
  /** Depth at the stroke, in radians. */
  readonly depth: number
  /** Seconds in which the depth falls to a third. */
  readonly depthDecay: number
  readonly envelope: Envelope
  /** A quiet second pair, such as the tine of an electric piano. */
  readonly tine?: { readonly ratio: number; readonly level: number; readonly decay: number }
  /** Beats of loudness a second (default 0). */
  readonly tremoloHertz?: number
}

/** Plays by frequency modulation. */
export function modulated(sound: ModulatedSound): Renderer {
  return ({ frequency, seconds, velocity }) => {
    const held = Math.min(seconds, sound.envelope.sustain > 0 ? seconds : sound.envelope.decay * 2.5)
    const samples = emptyTone(held, sound.envelope.release)
    const step = (2 * Math.PI * frequency) / sampleRate
    const fade = Math.exp(-1.1 / (sound.depthDecay * sampleRate))
    let depth = sound.depth * (0.35 + 0.65 * velocity) * Math.min(1, 900 / frequency + 0.25)
    for (let index = 0; index < samples.length; index++) {
      samples[index] = Math.sin(step * index + depth * Math.sin(step * sound.ratio * index)) * velocity
      depth *= fade
    }
    if (sound.tine) {
      const { ratio, level, decay } = sound.tine
      addPartial(samples, { hertz: frequency * ratio, level: level * velocity * velocity, decay, phase: 0 })
    }
    if (sound.tremoloHertz) addTremolo(samples, sound.tremoloHertz)
    return fadeEnd(shape(samples, sound.envelope, held))
  }
}

function addTremolo(samples: Float32Array, hertz: number): void {
  const step = (2 * Math.PI * hertz) / sampleRate
  for (let index = 0; index < samples.length; index++) samples[index]! *= 0.85 + 0.15 * Math.sin(step * index)
}
