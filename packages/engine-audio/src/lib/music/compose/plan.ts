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
  /** Instrument of the bass; undefined if there is none. */
  readonly bass: InstrumentName | undefined
  readonly hasDrums: boolean
  /** Whether the accompaniment of the genre plays, besides the instruments named by the request. */
  readonly hasBand: boolean
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

/** Percussion, which the groove of the genre plays. */
const drums: ReadonlySet<InstrumentName> = new Set(['timpani', 'shaker', 'clap'])

/** Chooses tempo, key, meter, number of bars and lead. */
export function planPiece({ genre, mood, read, durationSeconds }: PlanSubject, random: () => number): Plan {
  const key = chooseKey({ genre, mood }, read, random)
  // The meter is the genre's: it has no rhythms for others.
  const beats = genre.beats
  const { tempo, bars } = chooseTempo(
    pickTempo({ genre, mood }, read, random),
    read.tempo !== undefined || read.pace !== undefined,
    durationSeconds / beats,
  )
  const basses = read.instruments.filter((name) => name.endsWith('bass'))
  const named = read.instruments.filter((name) => !basses.includes(name) && !drums.has(name))
  const [lead, ...others] = named.filter((name) => !rhythmOnly.has(name))
  const guests = [...others, ...named.filter((name) => rhythmOnly.has(name))]
  const { isOnly, hasNoBass, hasNoDrums } = read.asked
  return {
    genre,
    mood,
    key,
    beats,
    tempo,
    bars,
    totalBeats: (durationSeconds * tempo) / 60,
    // Alone, an instrument that only accompanies has no melody above it.
    lead: lead ?? (isOnly && guests[0] ? guests[0] : chooseFrom(genre.leads, random)),
    guests,
    bass: basses[0] ?? (hasNoBass ? undefined : genre.bass?.instrument),
    hasDrums: !hasNoDrums,
    hasBand: !(isOnly && named.length > 0),
  }
}

function pickTempo({ genre, mood }: { genre: Genre; mood: Mood }, read: ReadBrief, random: () => number): number {
  const [slowest, fastest] = genre.tempo
  const usual = slowest + (fastest - slowest) * Math.min(1.15, mood.pace + 0.15 * (random() - 0.5))
  const [least, most] = read.pace ?? [usual, usual]
  return read.tempo ?? Math.min(most, Math.max(least, usual))
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
