import { type Envelope, emptyTone, type Renderer, sampleRate, shape } from './tone.ts'

/** An instrument that is bowed, blown or driven by wind: a spectrum, breath and vibrato. */
export interface SustainedSound {
  /** Level of each harmonic at a multiple of the note, given also its frequency in hertz. */
  readonly spectrum: (harmonic: number, hertz: number) => number
  readonly envelope: Envelope
  readonly vibratoCents: number
  readonly vibratoHertz: number
  /** Level of breath or bow noise. */
  readonly breath: number
  /** Players side by side, and how far apart in cents. */
  readonly voices: number
  readonly detuneCents: number
  /** Seconds in which it becomes bright, as brass does (default 0: at once). */
  readonly bloom?: number
}

const tableLength = 2_048

/** A bowed, blown or wind-driven instrument: one period of its spectrum, read with vibrato. */
export function sustained(sound: SustainedSound): Renderer {
  const tables = new Map<number, Float32Array>()
  return ({ frequency, seconds, velocity, random }) => {
    const name = Math.round(12 * Math.log2(frequency))
    const table = tables.get(name) ?? createTable(sound, frequency)
    tables.set(name, table)
    const samples = emptyTone(seconds, sound.envelope.release)
    for (let voice = 0; voice < sound.voices; voice++) {
      const spread = sound.voices === 1 ? 0 : (voice / (sound.voices - 1)) * 2 - 1
      addVoice(samples, table, sound, {
        hertz: frequency * 2 ** ((spread * sound.detuneCents) / 1_200),
        phase: random(),
        rate: sound.vibratoHertz * (0.92 + 0.16 * random()),
      })
    }
    if (sound.breath > 0) addBreath(samples, sound.breath * Math.sqrt(sound.voices), frequency, random)
    if (sound.bloom) brighten(samples, sound.bloom, frequency, velocity)
    const envelope = { ...sound.envelope, attack: Math.min(sound.envelope.attack, seconds / 2) }
    return scaled(shape(samples, envelope, seconds), velocity)
  }
}

function createTable({ spectrum }: SustainedSound, frequency: number): Float32Array {
  const table = new Float32Array(tableLength + 1)
  const count = Math.min(48, Math.floor(14_000 / frequency))
  let power = 0
  for (let harmonic = 1; harmonic <= count; harmonic++) {
    const level = spectrum(harmonic, harmonic * frequency)
    if (level < 1e-4) continue
    power += level * level
    // Phases spread by the square keep the peak of the sum low (Schroeder 1970).
    const phase = (Math.PI * harmonic * harmonic) / count
    for (let index = 0; index <= tableLength; index++) {
      table[index]! += level * Math.sin((2 * Math.PI * harmonic * index) / tableLength + phase)
    }
  }
  return scaled(table, 1 / Math.sqrt(power || 1))
}

interface TableVoice {
  readonly hertz: number
  readonly phase: number
  readonly rate: number
}

function addVoice(
  samples: Float32Array,
  table: Float32Array,
  sound: SustainedSound,
  { hertz, phase, rate }: TableVoice,
): void {
  const depth = 2 ** (sound.vibratoCents / 1_200) - 1
  const base = (hertz * tableLength) / sampleRate
  let step = base
  let position = phase * tableLength
  for (let index = 0; index < samples.length; index++) {
    if ((index & 31) === 0) {
      const time = index / sampleRate
      step = base * (1 + depth * Math.min(1, time * 2.5) * Math.sin(2 * Math.PI * (rate * time + phase)))
    }
    position += step
    if (position >= tableLength) position -= tableLength
    const whole = position | 0
    const value = table[whole]!
    samples[index]! += value + (table[whole + 1]! - value) * (position - whole)
  }
}

/** Noise around the second harmonic. */
function addBreath(samples: Float32Array, level: number, frequency: number, random: () => number): void {
  const share = Math.min(0.8, (4 * Math.PI * frequency) / sampleRate)
  let [low, band] = [0, 0]
  for (let index = 0; index < samples.length; index++) {
    low += share * band
    band += share * (random() * 2 - 1 - low - 0.7 * band)
    samples[index]! += band * level
  }
}

/** A one-pole low pass that opens: brass blooms, and the harder it is blown the more. */
function brighten(samples: Float32Array, seconds: number, frequency: number, velocity: number): void {
  let low = 0
  for (let index = 0; index < samples.length; index++) {
    const open = 1 - Math.exp(-index / sampleRate / (seconds * 0.4))
    const share = Math.min(0.95, (2 * Math.PI * frequency * (1 + 7 * velocity * velocity * open)) / sampleRate)
    low += share * (samples[index]! - low)
    samples[index] = low
  }
}

function scaled(samples: Float32Array, factor: number): Float32Array {
  for (let index = 0; index < samples.length; index++) samples[index]! *= factor
  return samples
}

/** A hump of the spectrum, as a body or a mouth makes one. */
export function formant(hertz: number, centre: number, width: number): number {
  return Math.exp(-(((hertz - centre) / width) ** 2))
}
