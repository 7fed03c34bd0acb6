import type { Rhythm } from '../brief/genre.ts'

/** A stroke of a rhythm: its letter, and its start and length in beats. */
export interface Stroke {
  readonly sign: string
  readonly start: number
  readonly beats: number
}

/** Parses a one-bar rhythm on a grid of sixteenths, in any meter. */
export function readRhythm(rhythm: Rhythm): Stroke[] {
  const strokes: Stroke[] = []
  for (const match of rhythm.matchAll(/([^-.])(-*)/g)) {
    strokes.push({ sign: match[1] ?? '', start: match.index / 4, beats: (1 + (match[2]?.length ?? 0)) / 4 })
  }
  return strokes
}

/**
 * Applies swing to a beat: delays the second eighth of each beat and stretches the surrounding time.
 *
 * @param swing - Delay as a fraction of an eighth.
 */
export function swingBeat(beat: number, swing: number): number {
  const whole = Math.floor(beat)
  const within = beat - whole
  const middle = 0.5 + 0.5 * swing
  return whole + (within < 0.5 ? (within / 0.5) * middle : middle + ((within - 0.5) / 0.5) * (1 - middle))
}
