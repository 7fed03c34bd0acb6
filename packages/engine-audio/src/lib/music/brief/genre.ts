import type { FormKind } from '../compose/form.ts'
import type { InstrumentName } from '../instruments/instrument-name.ts'
import type { ChordColour } from '../theory/chord.ts'
import type { Mode } from '../theory/scale.ts'

/**
 * A rhythm on a grid of sixteenths, one bar long: a letter strikes, `-` holds, `.` rests.
 *
 * Chords: `x`. Drums: `x`, `X` with an accent, `o` softly. Bass: `R` root, `3`, `5` and `8` of the chord, `a` a semitone
 * below or above the next root, `w` a step on the way to it.
 */
export type Rhythm = string

/** How an instrument that accompanies sounds its chords. */
export type CompStyle = 'chord' | 'arpeggio' | 'alternate' | 'strum'

/** An instrument that accompanies. */
export interface Layer {
  readonly instrument: InstrumentName
  readonly style: CompStyle
  /** Taken in turn by the sections of a piece. */
  readonly rhythms: readonly Rhythm[]
  /** Plays in sections with at least this energy (default 0). */
  readonly fromEnergy?: number
  /** Octaves above the usual place. */
  readonly octave?: number
  readonly pan?: number
  readonly isPad?: boolean
}

/** What the drums play: each part by its instrument. */
export type Groove = Readonly<Partial<Record<DrumName, Rhythm>>>

/** Drums a groove may ask for. */
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

/** Progressions of Roman numerals, a bar each; a comma divides a bar. */
export interface Progressions {
  readonly verse: readonly string[]
  readonly chorus: readonly string[]
  readonly bridge: readonly string[]
}

/** What makes a genre itself. */
export interface Genre {
  readonly name: string
  /** Words that name it, beside its name. */
  readonly words: readonly string[]
  /** What it is like, for nearness in meaning. */
  readonly description: string
  /** Further words that suggest it, with spaces between, for a choice without an encoder. */
  readonly associations: string
  readonly tempo: readonly [slowest: number, fastest: number]
  /** Beats of a bar. */
  readonly beats: 3 | 4
  /** Share of an eighth by which every second one is late. */
  readonly swing: number
  readonly form: FormKind
  readonly modes: readonly Mode[]
  readonly colour: ChordColour
  readonly major: Progressions
  readonly minor: Progressions
  readonly grooves: readonly Groove[]
  readonly bass?: { readonly instrument: InstrumentName; readonly rhythms: readonly Rhythm[] } | undefined
  readonly layers: readonly Layer[]
  readonly leads: readonly InstrumentName[]
  /** Notes of the melody a bar, about. */
  readonly density: number
  /** Share of sound sent to the hall. */
  readonly reverb: number
  /** Share of the lead sent to the echo. */
  readonly echo: number
  /** Seconds a player is off the beat, about. */
  readonly looseness: number
  /** Whether words are spoken rather than sung. */
  readonly isSpoken?: boolean
  /** Frequency in hertz above which the whole mix is softened. */
  readonly toneHertz?: number
}
