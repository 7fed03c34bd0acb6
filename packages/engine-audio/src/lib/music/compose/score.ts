import type { InstrumentName } from '../instruments/instrument-name.ts'

/** A note on the grid of the piece; times in beats. */
export interface Note {
  readonly start: number
  readonly beats: number
  /** MIDI pitch; drums ignore it. */
  readonly pitch: number
  /** 0 to 1. */
  readonly velocity: number
}

/** What one instrument does in the mix. */
export type Role = 'lead' | 'bass' | 'comp' | 'pad' | 'kick' | 'snare' | 'cymbal' | 'percussion'

/** One instrument's notes from beginning to end. */
export interface Part {
  readonly instrument: InstrumentName
  readonly role: Role
  /** −1 left to 1 right. */
  readonly pan: number
  readonly notes: readonly Note[]
}

/** A syllable and the note it is sung on. */
export interface SungNote extends Note {
  /** ARPABET of the syllable, lower case. */
  readonly phones: readonly string[]
}

/** A spoken line and the time it has, in beats. */
export interface SpokenLine {
  readonly text: string
  readonly start: number
  readonly beats: number
}
