import type { FormKind } from '../compose/form.ts'
import type { InstrumentName } from '../instruments/instrument-name.ts'
import type { ChordColor } from '../theory/chord.ts'
import type { Mode } from '../theory/scale.ts'

/**
 * A one-bar rhythm on a grid of sixteenths: a letter is an onset, `-` sustains, `.` is a rest.
 *
 * Chords: `x`. Drums: `x`, `X` accented, `o` soft. Bass: `R` root, `3`, `5` and `8` of the chord, `a` a semitone below
 * or above the next root, `w` a step towards it.
 */
export type Rhythm = string

/** Pattern in which an accompanying instrument plays its chords. */
export type CompStyle = 'chord' | 'arpeggio' | 'alternate' | 'strum'

/** An accompanying instrument. */
export interface Layer {
  readonly instrument: InstrumentName
  readonly style: CompStyle
  /** Distributed over the sections of a piece in order. */
  readonly rhythms: readonly Rhythm[]
  /**
   * Minimum section energy at which the layer plays.
   *
   * @defaultValue 0
   */
  readonly fromEnergy?: number
  /** Octaves above the usual register. */
  readonly octave?: number
  readonly pan?: number
  readonly isPad?: boolean
}

/** Drum pattern: one rhythm per drum. */
export type Groove = Readonly<Partial<Record<DrumName, Rhythm>>>

/** Drums available to a groove. */
export type DrumName =
  | 'kick'
  | '808-kick'
  | 'snare'
  | '808-snare'
  | 'clap'
  | 'rim'
  | 'closed-hat'
  | 'open-hat'
  | 'ride'
  | 'tom'
  | 'shaker'
  | 'brush'
  | 'timpani'
  | 'chip-noise'
  | 'crash'

/** Chord progressions in Roman numerals, one bar each; a comma divides a bar. */
export interface Progressions {
  readonly verse: readonly string[]
  readonly chorus: readonly string[]
  readonly bridge: readonly string[]
}

/** Musical characteristics of a genre. */
export interface Genre {
  readonly name: string
  /** Aliases, in addition to the name. */
  readonly words: readonly string[]
  /** Description to compare by embedding. */
  readonly description: string
  /** Space-separated words associated with the genre, matched when no encoder is available. */
  readonly associations: string
  readonly tempo: readonly [slowest: number, fastest: number]
  /** Beats per bar. */
  readonly beats: 3 | 4
  /** Delay of every second eighth, as a fraction of an eighth. */
  readonly swing: number
  readonly form: FormKind
  readonly modes: readonly Mode[]
  readonly color: ChordColor
  readonly major: Progressions
  readonly minor: Progressions
  readonly grooves: readonly Groove[]
  readonly bass?: { readonly instrument: InstrumentName; readonly rhythms: readonly Rhythm[] } | undefined
  readonly layers: readonly Layer[]
  readonly leads: readonly InstrumentName[]
  /** Approximate number of melody notes per bar. */
  readonly density: number
  /** Reverb send level, as a fraction of the signal. */
  readonly reverb: number
  /** Echo send level of the lead, as a fraction of the signal. */
  readonly echo: number
  /** Approximate timing deviation of a player, in seconds. */
  readonly looseness: number
  /** Whether lyrics are spoken rather than sung. */
  readonly isSpoken?: boolean
  /** Cutoff frequency of a low-pass on the whole mix, in hertz. */
  readonly toneHertz?: number
}
