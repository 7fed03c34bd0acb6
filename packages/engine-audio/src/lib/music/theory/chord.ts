import { type Key, scales } from './scale.ts'

/** A parsed chord. */
export interface Chord {
  /** Roman numeral the chord was parsed from. */
  readonly symbol: string
  /** Pitch class from 0 to 11. */
  readonly root: number
  /** Semitones above the root, ascending, starting with 0. */
  readonly intervals: readonly number[]
}

/** Richness of chords: power chords, triads, sevenths, ninths. */
export type ChordColor = 'power' | 'triad' | 'seventh' | 'ninth'

const degrees = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii']

const suffixes: Readonly<Record<string, readonly number[]>> = {
  '5': [0, 7],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
  '6': [0, 4, 7, 9],
  '7': [0, 4, 7, 10],
  maj7: [0, 4, 7, 11],
  '9': [0, 4, 7, 10, 14],
  o: [0, 3, 6],
  o7: [0, 3, 6, 10],
  '+': [0, 4, 8],
}

/**
 * Parses a Roman numeral in a key: case distinguishes major from minor, `b` and `#` shift the degree, a suffix sets the
 * exact chord type, and `V7/ii` is the dominant of a degree.
 *
 * @throws {SyntaxError} when `symbol` is not a Roman numeral.
 */
export function parseChord(symbol: string, key: Key, color: ChordColor): Chord {
  const [, accidental = '', numeral = '', suffix = '', target] =
    /^([b#]?)([iv]+|[IV]+)(sus[24]|maj7|o7|[o+5679])?(?:\/(.+))?$/.exec(symbol) ?? []
  const degree = degrees.indexOf(numeral.toLowerCase())
  if (degree < 0) throw new SyntaxError(`No chord: ${symbol}`)
  if (target) return dominantOf(parseChord(target, key, 'triad'), symbol)
  const shift = accidental === 'b' ? -1 : accidental === '#' ? 1 : 0
  const root = (key.tonic + (scales[key.mode][degree] ?? 0) + shift + 12) % 12
  const isMinor = numeral === numeral.toLowerCase()
  return { symbol, root, intervals: intervalsOf({ suffix, isMinor, isDominant: numeral === 'V', color }) }
}

function dominantOf(target: Chord, symbol: string): Chord {
  return { symbol, root: (target.root + 7) % 12, intervals: [0, 4, 7, 10] }
}

interface Shape {
  readonly suffix: string
  readonly isMinor: boolean
  readonly isDominant: boolean
  readonly color: ChordColor
}

function intervalsOf({ suffix, isMinor, isDominant, color }: Shape): readonly number[] {
  const named = suffixes[suffix]
  if (named) return isMinor && suffix !== 'o' && suffix !== 'o7' ? named.map((step) => (step === 4 ? 3 : step)) : named
  if (color === 'power') return [0, 7]
  const triad = isMinor ? [0, 3, 7] : [0, 4, 7]
  if (color === 'triad') return triad
  const seventh = [...triad, isMinor || isDominant ? 10 : 11]
  return color === 'ninth' ? [...seventh, 14] : seventh
}

/** Returns the pitch classes of a chord. */
export function pitchClasses({ root, intervals }: Chord): number[] {
  return intervals.map((interval) => (root + interval) % 12)
}
