import { type Chord, pitchClasses } from './chord.ts'

/** Lowest and highest MIDI pitch of a part. */
export type Range = readonly [low: number, high: number]

/**
 * Voices a chord: of all close positions in the range, the one with the least movement from the previous chord.
 *
 * @returns Ascending MIDI pitches, at most one per note of the chord.
 */
export function voiceChord(chord: Chord, previous: readonly number[], [low, high]: Range): number[] {
  const classes = pitchClasses(chord)
  const center = (low + high) / 2
  let best: number[] = []
  let bestCost = Number.POSITIVE_INFINITY
  for (let base = low; base <= high; base++) {
    if (!classes.includes(base % 12)) continue
    const voices = stackAbove(base, classes)
    if ((voices.at(-1) ?? 0) > high) continue
    const cost = movement(voices, previous) + 0.3 * Math.abs(mean(voices) - center)
    if (cost < bestCost) [best, bestCost] = [voices, cost]
  }
  return best.length > 0 ? best : [low + ((((chord.root - low) % 12) + 12) % 12)]
}

function stackAbove(base: number, classes: readonly number[]): number[] {
  return classes.map((pitchClass) => base + ((((pitchClass - base) % 12) + 12) % 12)).sort((a, b) => a - b)
}

/** Sum of the distances to the nearest previous note. */
function movement(voices: readonly number[], previous: readonly number[]): number {
  if (previous.length === 0) return 0
  return voices.reduce((sum, pitch) => sum + Math.min(...previous.map((other) => Math.abs(other - pitch))), 0)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
