import { type Chord, parseChord } from '../theory/chord.ts'
import { isMinorMode } from '../theory/scale.ts'
import type { Section, SectionName } from './form.ts'
import type { Plan } from './plan.ts'

/** A chord with start and length, in beats. */
export interface TimedChord extends Chord {
  readonly start: number
  readonly beats: number
}

/** Progression used by each section. */
const kinds: Readonly<Record<SectionName, 'verse' | 'chorus' | 'bridge'>> = {
  Intro: 'verse',
  Verse: 'verse',
  'Pre-Chorus': 'bridge',
  Chorus: 'chorus',
  Bridge: 'bridge',
  Solo: 'verse',
  Build: 'bridge',
  Drop: 'chorus',
  Break: 'verse',
  Theme: 'verse',
  Contrast: 'chorus',
  Development: 'bridge',
  Outro: 'chorus',
}

/** Returns the chords of the whole piece: each section's progression ending in a cadence; the last bar is the tonic. */
export function harmonize(plan: Plan, sections: readonly Section[]): TimedChord[] {
  const isMinor = isMinorMode(plan.key.mode)
  const progressions = isMinor ? plan.genre.minor : plan.genre.major
  const symbols = sections.flatMap((section, index) => {
    const bars = fillBars(progressions[kinds[section.name]], section.bars)
    const next = sections[index + 1]
    if (next && section.bars >= 2) bars[section.bars - 1] = cadence(bars, next, isMinor)
    return bars
  })
  // Perfect cadence: dominant, then tonic (with the genre's own sixth or seventh).
  if (symbols.length >= 3) symbols[symbols.length - 2] = isMinor && plan.genre.color === 'power' ? 'VII' : 'V7'
  symbols[symbols.length - 1] = isMinor ? 'i' : 'I'
  return symbols.flatMap((bar, index) => timeBar(plan, bar, { bar: index, isLast: index === symbols.length - 1 }))
}

/** Repeats a progression to fill a section, or truncates it at the section's length. */
function fillBars(progression: readonly string[], bars: number): string[] {
  return Array.from({ length: bars }, (_, bar) => progression[bar % progression.length] ?? 'I')
}

/** Returns the chord that leads into the next section: a chorus or a returning theme is prepared by its dominant. */
function cadence(bars: readonly string[], next: Section, isMinor: boolean): string {
  const last = bars.at(-1) ?? 'I'
  const needsDominant = ['Chorus', 'Drop', 'Theme', 'Verse', 'Outro'].includes(next.name)
  if (!needsDominant || last.includes('V')) return last
  return isMinor ? 'V' : 'V7'
}

function timeBar(plan: Plan, symbols: string, { bar, isLast }: { bar: number; isLast: boolean }): TimedChord[] {
  const names = symbols.split(',')
  const start = bar * plan.beats
  const length = isLast ? plan.totalBeats - start : plan.beats
  return names.map((symbol, index) => ({
    ...parseChord(symbol, plan.key, plan.genre.color),
    start: start + (index * plan.beats) / names.length,
    beats: isLast ? length : plan.beats / names.length,
  }))
}

/** Returns the chord at a beat. */
export function chordAt(chords: readonly TimedChord[], beat: number): TimedChord {
  const found = chords.findLast((chord) => chord.start <= beat + 1e-6) ?? chords[0]
  if (!found) throw new RangeError('A piece has at least one chord')
  return found
}
