import type { InstrumentName } from './instrument-name.ts'
import { type Noise, renderConsoleNoise, renderVinyl } from './noises.ts'

/** A preset of the sound font, addressed as in General MIDI. */
export interface Preset {
  /** Program number, from 0; for a drum kit, the number of the kit. */
  readonly program: number
  /**
   * Bank of a variation.
   *
   * @defaultValue 0
   */
  readonly bank?: number | undefined
  /** Keys of a drum kit that are used, from high to low. A preset with keys is a drum kit. */
  readonly keys?: readonly number[] | undefined
  /** Lowest and highest playable pitch; samples outside this range are not in the package. */
  readonly range?: readonly [lowest: number, highest: number] | undefined
  /**
   * Tuning correction for an out-of-tune sample, in cents, within a whole tone.
   *
   * @defaultValue 0
   */
  readonly tuneCents?: number | undefined
  /** MIDI controller values by controller number. */
  readonly controllers?: Readonly<Record<number, number>> | undefined
}

/** Sound source of an instrument: a preset of the sound font, or synthesized noise. */
export interface Instrument {
  readonly sound: Preset | Noise
  /** Whether it is widened to stereo. */
  readonly isWide: boolean
}

/** Pitch range of a preset without `range`: that of a piano. */
export const fullRange: readonly [lowest: number, highest: number] = [21, 108]

/** MIDI controllers of the timbre of a channel; 64 leaves the preset unchanged. */
const [resonance, brightness] = [71, 74]

const pitched = (program: number, extra: Omit<Preset, 'program'> = {}): Instrument => ({
  sound: { program, ...extra },
  isWide: false,
})
const wide = (program: number, extra: Omit<Preset, 'program'> = {}): Instrument => ({
  ...pitched(program, extra),
  isWide: true,
})
const drum = (kit: number, ...keys: number[]): Instrument => pitched(kit, { keys })

/** Programs of the drum kits in the sound font. */
const [standard, tr808, brushes] = [0, 25, 40]

/** All instruments supported by the composer. */
export const instruments: Readonly<Record<InstrumentName, Instrument>> = {
  piano: wide(0),
  'electric-piano': wide(4),
  clavinet: pitched(7),
  organ: wide(17),
  accordion: wide(21),
  harmonica: pitched(22),
  melodica: pitched(20),
  celesta: wide(8),
  vibraphone: wide(11),
  'nylon-guitar': pitched(24),
  'steel-guitar': pitched(25),
  'electric-guitar': pitched(27),
  'jazz-guitar': pitched(26),
  'distorted-guitar': pitched(30),
  'lead-guitar': pitched(29),
  banjo: pitched(105),
  harp: wide(46),
  'upright-bass': pitched(32, { tuneCents: 10 }),
  'electric-bass': pitched(33),
  'slap-bass': pitched(36),
  'synth-bass': pitched(38),
  'acid-bass': pitched(87, { controllers: { [resonance]: 110, [brightness]: 38 } }),
  'reese-bass': pitched(39),
  'sub-bass': pitched(80, { bank: 8 }),
  'saw-lead': pitched(81),
  'square-lead': wide(80),
  'acid-lead': pitched(81, { controllers: { [resonance]: 110, [brightness]: 40 } }),
  'super-saw': wide(81),
  'warm-pad': wide(89),
  'dark-pad': wide(95),
  strings: wide(48),
  'low-strings': pitched(43),
  'solo-violin': pitched(40),
  flute: pitched(73),
  clarinet: pitched(71),
  saxophone: pitched(66),
  trumpet: pitched(56),
  brass: wide(61),
  choir: wide(53),
  'chip-square': pitched(80),
  'chip-lead': pitched(80),
  'chip-triangle': pitched(80, { bank: 8 }),
  kick: drum(standard, 36),
  '808-kick': drum(tr808, 36),
  tom: { ...drum(standard, 50, 48, 47, 45, 43, 41), isWide: true },
  timpani: pitched(47, { range: [36, 57] }),
  snare: drum(standard, 38),
  '808-snare': drum(tr808, 38),
  clap: drum(standard, 39),
  rim: drum(standard, 37),
  'closed-hat': drum(standard, 42),
  'open-hat': drum(standard, 46),
  ride: drum(standard, 51),
  crash: { ...drum(standard, 49), isWide: true },
  brush: drum(brushes, 40),
  shaker: drum(standard, 82),
  'chip-noise': { sound: renderConsoleNoise, isWide: false },
  vinyl: { sound: renderVinyl, isWide: false },
}
