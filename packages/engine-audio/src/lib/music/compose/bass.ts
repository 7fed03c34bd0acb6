import { scales } from '../theory/scale.ts'
import type { Section } from './form.ts'
import { chordAt, type TimedChord } from './harmony.ts'
import type { Plan } from './plan.ts'
import { readRhythm, type Stroke } from './rhythm.ts'
import type { Note } from './score.ts'

/** Lowest bass pitch: the low E string. */
const lowestBass = 28

/** A bar of the piece, and its section. */
export interface SectionBar {
  readonly section: Section
  readonly bar: number
}

/** Returns the bass notes of one bar. */
export function playBass(plan: Plan, chords: readonly TimedChord[], { section, bar }: SectionBar): Note[] {
  const rhythms = plan.genre.bass?.rhythms ?? [plan.beats === 3 ? 'R-----------' : 'R-------5-------']
  // Busier rhythms are for sections with more energy.
  const rhythm = rhythms[Math.min(rhythms.length - 1, Math.floor(section.energy * rhythms.length))] ?? ''
  const origin = bar * plan.beats
  return readRhythm(rhythm).map((stroke) => {
    const start = origin + stroke.start
    const velocity = (stroke.start === 0 ? 0.9 : 0.75) * (0.5 + 0.5 * section.energy)
    return { start, beats: stroke.beats * 0.95, pitch: bassPitch(plan, chords, { ...stroke, start }), velocity }
  })
}

function bassPitch(plan: Plan, chords: readonly TimedChord[], { start, sign, beats }: Stroke): number {
  const chord = chordAt(chords, start)
  const next = chordAt(chords, start + Math.max(beats, plan.beats / 4))
  const root = placeBass(chord.root)
  if (sign === '3') return root + (chord.intervals.find((interval) => interval === 3 || interval === 4) ?? 7)
  if (sign === '5') return root + (chord.intervals.find((interval) => interval >= 6 && interval <= 8) ?? 7)
  if (sign === '8') return root + 12
  if (sign === 'a') return placeBass(next.root) + (placeBass(next.root) > root ? -1 : 1)
  if (sign === 'w') return stepTowards(plan, root, placeBass(next.root))
  return root
}

function placeBass(pitchClass: number): number {
  return lowestBass + ((pitchClass - lowestBass + 120) % 12)
}

/** Returns a scale note between two roots. */
function stepTowards(plan: Plan, from: number, to: number): number {
  const middle = from === to ? from + 4 : Math.round((from + to) / 2)
  const inScale = (pitch: number) => scales[plan.key.mode].includes((((pitch - plan.key.tonic) % 12) + 12) % 12)
  return [middle, middle + 1, middle - 1].find(inScale) ?? middle
}
