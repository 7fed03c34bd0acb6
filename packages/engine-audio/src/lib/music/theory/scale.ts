/** Modes supported by the composer. */
export type Mode = 'major' | 'mixolydian' | 'minor' | 'dorian' | 'phrygian'

/** Semitones of the seven degrees above the tonic. */
export const scales: Readonly<Record<Mode, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
}

/** A tonic, as a pitch class from 0 (C) to 11 (B), and a mode. */
export interface Key {
  readonly tonic: number
  readonly mode: Mode
}

const sharpNames = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B']
const flatNames = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B']

/** Major tonics written with flats, for the fewest accidentals in the signature. */
const majorTonicsWithFlats = new Set([5, 10, 3, 8, 1])

/** Whether the third of a mode is minor. */
export function isMinorMode(mode: Mode): boolean {
  return scales[mode][2] === 3
}

/** Formats a key, such as `Bb major`. */
export function formatKey({ tonic, mode }: Key): string {
  // The signature is that of the major key with the same notes.
  const relative = { major: 0, mixolydian: 5, minor: 3, dorian: 10, phrygian: 8 }[mode]
  const names = majorTonicsWithFlats.has((tonic + relative) % 12) ? flatNames : sharpNames
  return `${names[tonic]} ${mode}`
}

/** Parses a note name such as `F#` or `Bb` to its pitch class, or undefined if it is invalid. */
export function parseNoteName(name: string): number | undefined {
  const written = name.charAt(0).toUpperCase() + name.slice(1).toLowerCase().replace('♯', '#').replace('♭', 'b')
  const index = Math.max(sharpNames.indexOf(written), flatNames.indexOf(written))
  return index < 0 ? undefined : index
}

/** Returns the frequency of a MIDI pitch (69 is A at 440 Hz). */
export function toHertz(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12)
}

/** Returns the MIDI pitch of a scale step, counted from the tonic at or above `base`. Steps may be negative. */
export function pitchOfStep(key: Key, step: number, base: number): number {
  const scale = scales[key.mode]
  const tonic = base + ((((key.tonic - base) % 12) + 12) % 12)
  const octave = Math.floor(step / 7)
  return tonic + 12 * octave + (scale[step - 7 * octave] ?? 0)
}
