import type { Genre } from '../brief/genre.ts'
import type { Mood } from '../brief/moods.ts'
import { chooseKey, type ReadBrief } from '../brief/read-brief.ts'
import type { InstrumentName } from '../instruments/instrument-name.ts'
import type { Key } from '../theory/scale.ts'

/** Decisions made before the first note is composed. */
export interface Plan {
  readonly genre: Genre
  readonly mood: Mood
  readonly key: Key
  readonly beats: 3 | 4
  /** Beats per minute. */
  readonly tempo: number
  readonly bars: number
  /** Beats from the first bar to the end of the last, which may be longer or shorter than the others. */
  readonly totalBeats: number
  /** Instrument that plays the melody when there are no vocals. */
  readonly lead: InstrumentName
  /** Other instruments named by the request. */
  readonly guests: readonly InstrumentName[]
}

/** Input for a plan. */
export interface PlanSubject {
  readonly genre: Genre
  readonly mood: Mood
  readonly read: ReadBrief
  readonly durationSeconds: number
}

/** Maximum fraction by which a tempo not set by the request may change so that whole bars fill the duration. */
const tempoBend = 0.06

/** Instruments that do not carry a melody. */
const rhythmOnly: ReadonlySet<InstrumentName> = new Set([
  'warm-pad',
  'dark-pad',
  'vinyl',
  'sub-bass',
  'choir',
  'strings',
  'low-strings',
])

/** Chooses tempo, key, meter, number of bars and lead. */
export function planPiece({ genre, mood, read, durationSeconds }: PlanSubject, random: () => number): Plan {
  const key = chooseKey({ genre, mood }, read, random)
  // The meter is the genre's: it has no rhythms for others.
  const beats = genre.beats
  const { tempo, bars } = chooseTempo(
    pickTempo({ genre, mood }, read, random),
    read.tempo !== undefined,
    durationSeconds / beats,
  )
  const [lead = chooseFrom(genre.leads, random), ...others] = read.instruments.filter((name) => !rhythmOnly.has(name))
  const guests = [...others, ...read.instruments.filter((name) => rhythmOnly.has(name))]
  return { genre, mood, key, beats, tempo, bars, totalBeats: (durationSeconds * tempo) / 60, lead, guests }
}

function pickTempo({ genre, mood }: { genre: Genre; mood: Mood }, read: ReadBrief, random: () => number): number {
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

/** Picks one value at random. */
export function chooseFrom<Value>(
  values: readonly [Value, ...Value[]] | readonly Value[],
  random: () => number,
): Value {
  return values[Math.floor(random() * values.length)] as Value
}
