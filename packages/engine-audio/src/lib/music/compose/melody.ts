import { createRandom } from '@mira/engine/internal'
import { pitchClasses } from '../theory/chord.ts'
import { pitchOfStep, scales } from '../theory/scale.ts'
import type { Range } from '../theory/voicing.ts'
import type { Section, SectionName } from './form.ts'
import { chordAt, type TimedChord } from './harmony.ts'
import type { Plan } from './plan.ts'
import type { Note } from './score.ts'

/** Motif from which a section's melody is built. */
interface Motif {
  /** Moves in scale steps, used cyclically. */
  readonly contour: readonly number[]
  /** Preference for each eighth of two bars, in addition to the meter. */
  readonly accents: readonly number[]
  /** Starting position, in steps above the middle of the range. */
  readonly place: number
}

/** A stretch of melody between two breaths. */
export interface Phrase {
  readonly start: number
  readonly beats: number
  /** Number of notes: with lyrics, the syllables of the line. */
  readonly noteCount: number
  /** Index within the section, from 0. */
  readonly index: number
  readonly isLast: boolean
}

/** Composes one melody; sections with the same name share a motif. */
export class Melodist {
  readonly #plan: Plan
  readonly #chords: readonly TimedChord[]
  readonly #range: Range
  readonly #seed: number
  readonly #motifs = new Map<SectionName, Motif>()

  constructor(plan: Plan, chords: readonly TimedChord[], { range, seed }: { range: Range; seed: number }) {
    this.#plan = plan
    this.#chords = chords
    this.#range = range
    this.#seed = seed
  }

  /**
   * Returns the notes of a phrase. Phrases come in groups of four: question, answer, the motif one step higher, and a
   * close. The answer keeps the question's rhythm and ends on the tonic chord.
   */
  sing(section: Section, phrase: Phrase): Note[] {
    const motif = this.#motifOf(section.name)
    const onsets = placeOnsets(phrase, motif, this.#plan.beats)
    const role = phrase.index % 4
    const [low, high] = this.#range
    const middle = (low + high) / 2
    const lift = motif.place + (role === 2 ? 2 : 0) + (section.occurrence > 1 ? 1 : 0)
    let pitch = Math.min(high, Math.max(low, pitchOfStep(this.#plan.key, lift, Math.round(middle) - 6)))
    return onsets.map((start, index) => {
      const chord = chordAt(this.#chords, start)
      const isEnd = index === onsets.length - 1
      const isStrong = isOnBeat(start, 2) || isEnd
      const move =
        index === 0
          ? 0
          : (motif.contour[index % motif.contour.length] ?? 0) * (role === 3 && index > onsets.length / 2 ? -1 : 1)
      const moved = this.#walk(pitch, move, chord)
      pitch = isEnd
        ? this.#ending(moved, chord, phrase.isLast || role % 2 === 1)
        : isStrong
          ? nearest(moved, pitchClasses(chord), this.#range)
          : moved
      const end = isEnd ? Math.min(phrase.start + phrase.beats, start + this.#plan.beats) : (onsets[index + 1] ?? start)
      const velocity = (isOnBeat(start, 1) ? 0.85 : 0.72) * (0.55 + 0.45 * section.energy)
      return { start, beats: (end - start) * (isEnd ? 0.9 : 0.96), pitch, velocity }
    })
  }

  #motifOf(name: SectionName): Motif {
    const cached = this.#motifs.get(name)
    if (cached) return cached
    // A separate random source per name, so that other sections do not affect this one.
    const random = createRandom(
      this.#seed + 7_919 * [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7),
    )
    const motif = {
      contour: Array.from({ length: 3 + Math.floor(random() * 3) }, () => drawMove(random)),
      accents: Array.from({ length: 64 }, () => random()),
      place:
        name === 'Chorus' || name === 'Drop' || name === 'Contrast'
          ? 3
          : name === 'Bridge' || name === 'Development'
            ? 2
            : 0,
    }
    this.#motifs.set(name, motif)
    return motif
  }

  /** Moves along the scale that fits the chord and turns around at the ends of the range. */
  #walk(pitch: number, steps: number, chord: TimedChord): number {
    const ladder = rungs(this.#plan, chord)
    const [low, high] = this.#range
    let current = pitch
    let direction = Math.sign(steps)
    for (let left = Math.abs(steps); left > 0; left--) {
      let next = current + direction
      while (!ladder.has(((next % 12) + 12) % 12)) next += direction
      if (next > high || next < low) {
        direction = -direction
        continue
      }
      current = next
    }
    return current
  }

  /** Returns the final pitch: root or third of the chord for a close, another chord note for an open end. */
  #ending(pitch: number, chord: TimedChord, isClosed: boolean): number {
    const classes = pitchClasses(chord)
    return nearest(pitch, isClosed ? classes.slice(0, 2) : classes.slice(1, 3), this.#range)
  }
}

/** Draws a melodic interval: mostly steps, some thirds, occasionally a leap or a repeated note. */
function drawMove(random: () => number): number {
  const size = [0, 1, 1, 1, 1, 2, 2, 3, 4][Math.floor(random() * 9)] ?? 1
  return random() < 0.5 ? size : -size
}

function isOnBeat(beat: number, every: number): boolean {
  return Math.abs(beat / every - Math.round(beat / every)) < 1e-6
}

/** Pitch classes of the key, with chord notes replacing their neighbors. */
function rungs({ key }: Plan, chord: TimedChord): ReadonlySet<number> {
  const inKey = scales[key.mode].map((step) => (step + key.tonic) % 12)
  const foreign = pitchClasses(chord).filter((pitchClass) => !inKey.includes(pitchClass))
  const kept = inKey.filter((pitchClass) => !foreign.some((other) => [1, 11].includes((pitchClass - other + 12) % 12)))
  return new Set([...kept, ...foreign])
}

/** Returns the pitch in the range that is nearest and belongs to one of the classes. */
function nearest(pitch: number, classes: readonly number[], [low, high]: Range): number {
  for (let distance = 0; distance <= 12; distance++) {
    for (const candidate of [pitch + distance, pitch - distance]) {
      if (candidate >= low && candidate <= high && classes.includes(candidate % 12)) return candidate
    }
  }
  return pitch
}

/**
 * Chooses one onset per note, ranked by meter and then by the motif's accents. About the last beat of a phrase is left
 * free for breathing.
 */
function placeOnsets({ start, beats, noteCount }: Phrase, motif: Motif, barBeats: number): number[] {
  const singable = Math.max(1, beats - Math.min(1.5, beats / 4))
  const grid = noteCount > singable * 2 * 0.85 ? 0.25 : 0.5
  const slots = Math.max(noteCount, Math.floor(singable / grid))
  const step = Math.min(grid, singable / slots)
  const scored = Array.from({ length: slots }, (_, slot) => {
    const beat = slot * step
    const meter = isOnBeat(beat, barBeats)
      ? 0.9
      : isOnBeat(beat, 2)
        ? 0.6
        : isOnBeat(beat, 1)
          ? 0.45
          : isOnBeat(beat, 0.5)
            ? 0.2
            : 0
    return { beat, score: meter + (motif.accents[slot % motif.accents.length] ?? 0) * 0.8 }
  })
  const chosen = scored.sort((a, b) => b.score - a.score).slice(0, noteCount)
  return chosen.map(({ beat }) => start + beat).sort((a, b) => a - b)
}
