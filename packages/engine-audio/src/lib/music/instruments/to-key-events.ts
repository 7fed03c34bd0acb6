import type { Note } from '../compose/score.ts'
import { sampleRate } from '../sample-rate.ts'
import { fullRange, type Preset } from './instruments.ts'

/** A key press or release. */
export interface KeyEvent {
  readonly sample: number
  readonly key: number
  /** From 1 to 127; 0 releases the key. */
  readonly velocity: number
}

/** Converts notes to key events of a preset, ordered by time. A key struck again before its end is released first. */
export function toKeyEvents(notes: readonly Note[], preset: Preset, tempo: number): KeyEvent[] {
  const toSample = (beat: number) => Math.round(((beat * 60) / tempo) * sampleRate)
  const nextStart = new Map<number, number>()
  const events: KeyEvent[] = []
  for (const note of notes.toSorted((one, other) => other.start - one.start)) {
    const key = keyOf(note.pitch, preset)
    const [down, up] = [toSample(note.start), toSample(note.start + note.beats)]
    const struckAgain = nextStart.get(key) ?? Number.POSITIVE_INFINITY
    if (struckAgain <= down) continue
    nextStart.set(key, down)
    events.push({ sample: down, key, velocity: toMidiVelocity(note.velocity) })
    events.push({ sample: Math.min(Math.max(up, down + 1), struckAgain), key, velocity: 0 })
  }
  return events.sort((one, other) => one.sample - other.sample || one.velocity - other.velocity)
}

/**
 * Maps a pitch to a key. Drum kits have a key per drum (a higher pitch is an earlier key); otherwise shifts by octaves
 * into the range.
 */
function keyOf(pitch: number, { keys, range }: Preset): number {
  if (keys) return keys[Math.min(keys.length - 1, Math.max(0, Math.floor((62 - pitch) / 3)))] ?? 60
  const [lowest, highest] = range ?? fullRange
  if (pitch < lowest) return pitch + 12 * Math.ceil((lowest - pitch) / 12)
  return pitch > highest ? pitch - 12 * Math.ceil((pitch - highest) / 12) : pitch
}

/** Sound fonts square the velocity to get the gain (SoundFont 2.04, 8.4.1); the exponent compensates for that. */
function toMidiVelocity(velocity: number): number {
  return Math.max(1, Math.min(127, Math.round(127 * velocity ** 0.6)))
}
