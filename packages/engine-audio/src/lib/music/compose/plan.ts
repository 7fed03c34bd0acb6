import type { Genre } from '../brief/genre.ts'
import type { Mood } from '../brief/moods.ts'
import { chooseKey, type ReadBrief } from '../brief/read-brief.ts'
import type { InstrumentName } from '../instruments/instrument-name.ts'
import type { Key } from '../theory/scale.ts'

/** What is decided before a note is written. */
export interface Plan {
  readonly genre: Genre
  readonly mood: Mood
  readonly key: Key
  readonly beats: 3 | 4
  /** Beats a minute. */
  readonly tempo: number
  readonly bars: number
  /** Beats from the first bar to the end of the last, which may be longer or shorter than the others. */
  readonly totalBeats: number
  /** Plays the melody where nobody sings. */
  readonly lead: InstrumentName
  /** Named by the request beyond the lead. */
  readonly guests: readonly InstrumentName[]
}

/** What a plan is made for. */
export interface PlanSubject {
  readonly genre: Genre
  readonly mood: Mood
  readonly read: ReadBrief
  readonly durationSeconds: number
}

/** Share by which a tempo that nobody named may bend so that whole bars fill the duration. */
const tempoBend = 0.06

/** Instruments that carry a melody. */
const rhythmOnly: ReadonlySet<InstrumentName> = new Set([
  'warm-pad',
  'dark-pad',
  'vinyl',
  'sub-bass',
  'choir',
  'strings',
  'low-strings',
])

/** Decides tempo, key, metre, number of bars and lead. */
export function planPiece({ genre, mood, read, durationSeconds }: PlanSubject, random: () => number): Plan {
  const key = chooseKey(genre, mood, read, random)
  // A metre that a genre has no rhythms for would leave its bars half empty.
  const beats = genre.beats
  const { tempo, bars } = chooseTempo(
    wantedTempo(genre, mood, read, random),
    read.tempo !== undefined,
    durationSeconds / beats,
  )
  const [lead = chooseFrom(genre.leads, random), ...others] = read.instruments.filter((name) => !rhythmOnly.has(name))
  const guests = [...others, ...read.instruments.filter((name) => rhythmOnly.has(name))]
  return { genre, mood, key, beats, tempo, bars, totalBeats: (durationSeconds * tempo) / 60, lead, guests }
}

function wantedTempo(genre: Genre, mood: Mood, read: ReadBrief, random: () => number): number {
  const [slowest, fastest] = genre.tempo
  return read.tempo ?? slowest + (fastest - slowest) * Math.min(1.15, mood.pace + 0.15 * (random() - 0.5))
}

function chooseTempo(wanted: number, isFixed: boolean, secondsPerBeatOfBar: number): { tempo: number; bars: number } {
  const exactBars = (wanted * secondsPerBeatOfBar) / 60
  const bars = Math.max(1, isFixed ? Math.floor(exactBars) : Math.round(exactBars))
  const fitting = (bars / secondsPerBeatOfBar) * 60
  if (isFixed || Math.abs(fitting / wanted - 1) > tempoBend)
    return { tempo: wanted, bars: Math.max(1, Math.floor(exactBars)) }
  return { tempo: fitting, bars }
}

/** One of several, by chance. */
export function chooseFrom<Value>(
  values: readonly [Value, ...Value[]] | readonly Value[],
  random: () => number,
): Value {
  return values[Math.floor(random() * values.length)] as Value
}
