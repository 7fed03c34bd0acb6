import type { InstrumentName } from '../instruments/instrument-name.ts'

/** A note on the grid of the piece. Times are in beats. */
export interface Note {
  readonly start: number
  readonly beats: number
  /** MIDI pitch; ignored for drums. */
  readonly pitch: number
  /** From 0 to 1. */
  readonly velocity: number
}

/** Role of an instrument in the mix. */
export type Role = 'lead' | 'bass' | 'comp' | 'pad' | 'kick' | 'snare' | 'cymbal' | 'percussion'

/** All notes of one instrument. */
export interface Part {
  readonly instrument: InstrumentName
  readonly role: Role
  /** From −1 (left) to 1 (right). */
  readonly pan: number
  readonly notes: readonly Note[]
}

/** A syllable and its note. */
export interface SungNote extends Note {
  /** Phones of the syllable in ARPABET, lower case. */
  readonly phones: readonly string[]
}

/** A spoken line and its time range, in beats. */
export interface SpokenLine {
  readonly text: string
  readonly start: number
  readonly beats: number
}
