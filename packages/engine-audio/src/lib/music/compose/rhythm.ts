import type { Rhythm } from '../brief/genre.ts'

/** A stroke of a rhythm: its letter, place and length in beats. */
export interface Stroke {
  readonly sign: string
  readonly start: number
  readonly beats: number
}

/** The strokes of one bar written on a grid of sixteenths, whatever its metre. */
export function readRhythm(rhythm: Rhythm): Stroke[] {
  const strokes: Stroke[] = []
  for (const match of rhythm.matchAll(/([^-.])(-*)/g)) {
    strokes.push({ sign: match[1] ?? '', start: match.index / 4, beats: (1 + (match[2]?.length ?? 0)) / 4 })
  }
  return strokes
}

/**
 * Where a beat falls when it swings: the second eighth of each beat comes late, and what is around it is stretched.
 *
 * @param swing Share of an eighth.
 */
export function swingBeat(beat: number, swing: number): number {
  const whole = Math.floor(beat)
  const within = beat - whole
  const middle = 0.5 + 0.5 * swing
  return whole + (within < 0.5 ? (within / 0.5) * middle : middle + ((within - 0.5) / 0.5) * (1 - middle))
}
