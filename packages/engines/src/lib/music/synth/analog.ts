import { type Envelope, emptyTone, type Renderer, sampleRate, shape } from './tone.ts'

/** A synthesizer with oscillators, a filter and envelopes. */
export interface AnalogSound {
  /** Share of saw, square, and a sine an octave lower. */
  readonly saw: number
  readonly square: number
  readonly sub: number
  /** Width of the square's pulse (default a half). */
  readonly pulse?: number
  /** Saws side by side, and how far apart in cents. */
  readonly voices: number
  readonly detuneCents: number
  /** Filter in multiples of the note's frequency: where it rests, and how far the envelope opens it. */
  readonly cutoff: number
  readonly opening: number
  /** Seconds in which the filter closes; negative is the time in which it opens. */
  readonly sweep: number
  /** 0 to 1. */
  readonly resonance: number
  readonly envelope: Envelope
  /** Vibrato in cents, after a third of a second (default 0). */
  readonly vibratoCents?: number
}

/** Plays an analogue synthesizer: band-limited waves through a two-pole state-variable filter. */
export function analog(sound: AnalogSound): Renderer {
  return ({ frequency, seconds, velocity, random }) => {
    const samples = emptyTone(seconds, sound.envelope.release)
    for (let voice = 0; voice < sound.voices; voice++) {
      const spread = sound.voices === 1 ? 0 : (voice / (sound.voices - 1)) * 2 - 1
      const hertz = frequency * 2 ** ((spread * sound.detuneCents) / 1_200)
      addWave(samples, sound, { hertz, phase: random(), gain: 1 / Math.sqrt(sound.voices) })
    }
    if (sound.sub > 0) addSub(samples, frequency / 2, sound.sub)
    filter(samples, sound, { frequency, velocity, seconds })
    return shape(samples, sound.envelope, seconds)
  }
}

interface Wave {
  readonly hertz: number
  readonly phase: number
  readonly gain: number
}

function addWave(samples: Float32Array, sound: AnalogSound, { hertz, phase, gain }: Wave): void {
  const width = sound.pulse ?? 0.5
  const base = hertz / sampleRate
  const vibrato = sound.vibratoCents ? 2 ** (sound.vibratoCents / 1_200) - 1 : 0
  let position = phase
  let step = base
  for (let index = 0; index < samples.length; index++) {
    if (vibrato > 0 && (index & 31) === 0) step = base * (1 + vibrato * vibratoAt(index / sampleRate))
    position += step
    if (position >= 1) position -= 1
    let value = 0
    if (sound.saw > 0) value += sound.saw * (2 * position - 1 - blep(position, step))
    if (sound.square > 0) {
      const falling = position >= width ? position - width : position - width + 1
      value += sound.square * ((position < width ? 1 : -1) + blep(position, step) - blep(falling, step))
    }
    samples[index]! += value * gain
  }
}

function vibratoAt(time: number): number {
  return Math.sin(2 * Math.PI * 5.4 * time) * Math.min(1, Math.max(0, (time - 0.25) * 3))
}

/** Rounds a jump off over two samples, which keeps what would fold back low (Välimäki and Huovilainen 2007). */
function blep(position: number, step: number): number {
  if (position < step) {
    const t = position / step
    return t + t - t * t - 1
  }
  if (position > 1 - step) {
    const t = (position - 1) / step
    return t * t + t + t + 1
  }
  return 0
}

function addSub(samples: Float32Array, hertz: number, level: number): void {
  const step = (2 * Math.PI * hertz) / sampleRate
  for (let index = 0; index < samples.length; index++) samples[index]! += Math.sin(step * index) * level
}

interface FilteredTone {
  readonly frequency: number
  readonly velocity: number
  readonly seconds: number
}

/** Two-pole low pass whose cutoff moves; its coefficients are renewed every 32 samples (Simper 2013). */
function filter(
  samples: Float32Array,
  { cutoff, opening, sweep, resonance }: AnalogSound,
  { frequency, velocity }: FilteredTone,
): void {
  const damping = 2 - 1.85 * resonance
  let [first, second] = [0, 0]
  let [a1, a2, a3] = [0, 0, 0]
  for (let index = 0; index < samples.length; index++) {
    if ((index & 31) === 0) {
      const time = index / sampleRate
      const open = sweep > 0 ? Math.exp((-2 * time) / sweep) : Math.min(1, time / -sweep)
      const hertz = Math.min(15_000, Math.max(90, frequency * (cutoff + opening * open * (0.4 + 0.6 * velocity))))
      const g = Math.tan((Math.PI * hertz) / sampleRate)
      a1 = 1 / (1 + g * (g + damping))
      a2 = g * a1
      a3 = g * a2
    }
    const v3 = samples[index]! - second
    const v1 = a1 * first + a2 * v3
    const v2 = second + a2 * first + a3 * v3
    first = 2 * v1 - first
    second = 2 * v2 - second
    samples[index] = v2 * velocity
  }
}
