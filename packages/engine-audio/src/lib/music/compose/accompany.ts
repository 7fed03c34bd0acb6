import type { Layer } from '../brief/genre.ts'
import { type Range, voiceChord } from '../theory/voicing.ts'
import type { Section } from './form.ts'
import { chordAt, type TimedChord } from './harmony.ts'
import type { Plan } from './plan.ts'
import { readRhythm } from './rhythm.ts'
import type { Note } from './score.ts'

/** Current voicing of an accompanist; each chord is voice-led from the previous one. */
export interface Hand {
  voices: number[]
  chord: TimedChord | undefined
}

/** Register of the accompaniment: around middle C. */
const usualRange: Range = [50, 74]

/** Duration of a strum from the lowest string to the highest, in beats. */
const strumBeats = 0.07

/** Returns the notes of one layer in one bar. */
export function accompany(
  plan: Plan,
  layer: Layer,
  { chords, section, bar, hand }: { chords: readonly TimedChord[]; section: Section; bar: number; hand: Hand },
): Note[] {
  const rhythm =
    layer.rhythms[Math.min(layer.rhythms.length - 1, Math.floor(section.energy * layer.rhythms.length))] ?? ''
  const origin = bar * plan.beats
  return readRhythm(rhythm).flatMap((stroke, index) => {
    const start = origin + stroke.start
    const voices = leadTo(chordAt(chords, start), layer, hand)
    const velocity = (stroke.start % 1 === 0 ? 0.8 : 0.66) * (0.5 + 0.5 * section.energy)
    return playStroke(layer, { voices, index, start, beats: stroke.beats, velocity })
  })
}

/** Sustains chords; they change with the harmony, even within a bar. */
export function holdChords(
  layer: Layer,
  { chords, section, hand }: { chords: readonly TimedChord[]; section: Section; hand: Hand },
  [from, to]: readonly [from: number, to: number],
): Note[] {
  return chords
    .filter((chord) => chord.start >= from - 1e-6 && chord.start < to - 1e-6)
    .flatMap((chord) =>
      leadTo(chord, layer, hand).map((pitch) => ({
        start: chord.start,
        beats: chord.beats * 1.02,
        pitch,
        velocity: 0.35 + 0.55 * section.energy,
      })),
    )
}

function leadTo(chord: TimedChord, layer: Layer, hand: Hand): readonly number[] {
  if (hand.chord === chord) return hand.voices
  const shift = 12 * (layer.octave ?? 0)
  hand.voices = voiceChord(chord, hand.voices, [usualRange[0] + shift, usualRange[1] + shift])
  hand.chord = chord
  return hand.voices
}

interface StrokeOfChord {
  readonly voices: readonly number[]
  readonly index: number
  readonly start: number
  readonly beats: number
  readonly velocity: number
}

function playStroke({ style }: Layer, { voices, index, start, beats, velocity }: StrokeOfChord): Note[] {
  const single = (pitch: number | undefined, length: number) =>
    pitch === undefined ? [] : [{ start, beats: length, pitch, velocity }]
  if (style === 'arpeggio') return single(voices[upAndDown(index, voices.length)], beats * 2)
  // Alberti: lowest, highest, middle, highest.
  if (style === 'alternate') return single([voices[0], voices.at(-1), voices[1], voices.at(-1)][index % 4], beats * 1.1)
  const order = style === 'strum' && index % 2 === 1 ? [...voices].reverse() : voices
  const delay = style === 'strum' ? strumBeats / Math.max(1, voices.length) : 0
  return order.map((pitch, string) => ({
    start: start + string * delay,
    beats: beats * 0.96,
    pitch,
    velocity: velocity * (1 - 0.04 * string),
  }))
}

function upAndDown(index: number, count: number): number {
  if (count < 2) return 0
  const place = index % (2 * count - 2)
  return place < count ? place : 2 * count - 2 - place
}
