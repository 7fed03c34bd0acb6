import { createRandom } from '@mira/engine/internal'
import type { DrumName, Layer } from '../brief/genre.ts'
import type { InstrumentName } from '../instruments/instrument-name.ts'
import type { Range } from '../theory/voicing.ts'
import { accompany, type Hand, holdChords } from './accompany.ts'
import { playBass } from './bass.ts'
import { type DrumNote, playDrums } from './drums.ts'
import type { Section } from './form.ts'
import type { TimedChord } from './harmony.ts'
import { Melodist } from './melody.ts'
import type { Plan } from './plan.ts'
import { swingBeat } from './rhythm.ts'
import type { Note, Part, Role } from './score.ts'

/** Input for composing the parts of a piece. */
export interface Sheet {
  readonly plan: Plan
  readonly sections: readonly Section[]
  readonly chords: readonly TimedChord[]
  readonly seed: number
}

/** Register of an instrumental lead. */
const leadRange: Range = [60, 84]

/** Composes the part of every instrument. */
export function composeParts(sheet: Sheet): Part[] {
  const random = createRandom(sheet.seed ^ 0x5bd1e995)
  const { genre } = sheet.plan
  const { bass, hasBand, hasDrums } = sheet.plan
  const layers = [...(hasBand ? genre.layers : soloLayers(sheet.plan)), ...guestLayers(sheet.plan)]
  const drums = drumParts(sheet, random)
  const parts = [
    ...(hasDrums ? drums : []),
    ...(bass ? [{ instrument: bass, role: 'bass' as const, pan: 0, notes: bassNotes(sheet) }] : []),
    ...layers.map((layer) => layerPart(sheet, layer)),
    { instrument: sheet.plan.lead, role: 'lead' as const, pan: 0.1, notes: leadNotes(sheet) },
  ]
  return parts.filter((part) => part.notes.length > 0).map((part) => perform(sheet.plan, part, random))
}

/** Adds instruments named by the request as additional layers. */
function guestLayers({ guests, genre }: Plan): Layer[] {
  return guests
    .filter((instrument) => !genre.layers.some((layer) => layer.instrument === instrument))
    .map((instrument, index) => ({
      instrument,
      style: genre.beats === 4 && index % 2 === 1 ? ('arpeggio' as const) : ('chord' as const),
      rhythms: [genre.beats === 3 ? 'x---x---x---' : 'x---x---x---x---'],
      pan: index % 2 === 0 ? 0.3 : -0.3,
    }))
}

/** Accompaniment of a single instrument by itself. */
function soloLayers({ lead, genre }: Plan): Layer[] {
  const rhythms = [genre.beats === 3 ? 'x---x---x---' : 'x---x---x---x---']
  return [{ instrument: lead, style: 'arpeggio', rhythms, octave: -1 }]
}

function eachBar(sheet: Sheet): { section: Section; bar: number; isLastBar: boolean }[] {
  return sheet.sections.flatMap((section) =>
    Array.from({ length: section.bars }, (_, index) => {
      const bar = section.startBar + index
      return { section, bar, isLastBar: bar === sheet.plan.bars - 1 }
    }),
  )
}

function drumParts(sheet: Sheet, random: () => number): Part[] {
  const notes = eachBar(sheet).flatMap((place) => playDrums(sheet.plan, place, random))
  const drums = new Map<DrumName, DrumNote[]>()
  for (const note of notes) drums.set(note.drum, [...(drums.get(note.drum) ?? []), note])
  return [...drums].map(([drum, played]) => ({ instrument: drum, ...drumPlaces[drum], notes: played }))
}

/** Stereo positions as seen from the audience. */
const drumPlaces: Readonly<Record<DrumName, { readonly role: Role; readonly pan: number }>> = {
  kick: { role: 'kick', pan: 0 },
  '808-kick': { role: 'kick', pan: 0 },
  timpani: { role: 'kick', pan: -0.2 },
  snare: { role: 'snare', pan: 0.05 },
  '808-snare': { role: 'snare', pan: 0 },
  clap: { role: 'snare', pan: -0.1 },
  rim: { role: 'snare', pan: 0.15 },
  'chip-noise': { role: 'snare', pan: 0 },
  'closed-hat': { role: 'cymbal', pan: 0.3 },
  'open-hat': { role: 'cymbal', pan: 0.3 },
  ride: { role: 'cymbal', pan: -0.35 },
  crash: { role: 'cymbal', pan: -0.3 },
  brush: { role: 'cymbal', pan: 0.1 },
  shaker: { role: 'percussion', pan: -0.45 },
  tom: { role: 'percussion', pan: -0.2 },
}

function bassNotes(sheet: Sheet): Note[] {
  return eachBar(sheet).flatMap(({ section, bar, isLastBar }) => {
    const notes = playBass(sheet.plan, sheet.chords, { section, bar })
    return isLastBar ? holdFirst(sheet.plan, notes.slice(0, 1)) : notes
  })
}

/** Sustains the last notes to the end of the piece. */
function holdFirst(plan: Plan, notes: readonly Note[]): Note[] {
  return notes.map((note) => ({ ...note, beats: plan.totalBeats - note.start }))
}

function layerPart(sheet: Sheet, layer: Layer): Part {
  const hand: Hand = { voices: [], chord: undefined }
  const entry = layer.fromEnergy ?? 0
  const notes = eachBar(sheet).flatMap(({ section, bar, isLastBar }) => {
    const place = { chords: sheet.chords, section, bar, hand }
    const origin = bar * sheet.plan.beats
    const isHeld = layer.isPad && !layer.rhythms[0]?.includes('.')
    // All layers play the last chord, regardless of the section's energy.
    if (isLastBar) return holdChords(layer, place, [origin, origin + 1])
    if (section.energy < entry) return []
    return isHeld ? holdChords(layer, place, [origin, origin + sheet.plan.beats]) : accompany(sheet.plan, layer, place)
  })
  return { instrument: layer.instrument, role: layer.isPad ? 'pad' : 'comp', pan: layer.pan ?? 0, notes }
}

/** Composes the lead. It rests while lyrics are sung and, in a song with lyrics, during the intro. */
function leadNotes(sheet: Sheet): Note[] {
  const { plan, sections, chords, seed } = sheet
  const shift = plan.mood.register
  const melodist = new Melodist(plan, chords, { range: [leadRange[0] + shift, leadRange[1] + shift], seed })
  return sections
    .filter(
      (section) =>
        section.lines.length === 0 && (section.name !== 'Intro' || sections.every((other) => other.lines.length === 0)),
    )
    .flatMap((section) => playSection(plan, melodist, section))
    .filter((note) => note.start < plan.totalBeats - 0.25)
}

function playSection(plan: Plan, melodist: Melodist, section: Section): Note[] {
  const barsOfPhrase = section.bars % 2 === 0 ? 2 : 1
  const phrases = section.bars / barsOfPhrase
  const isBusy = section.name === 'Solo' || section.name === 'Development'
  const isSparse = section.name === 'Intro' || section.name === 'Outro' || section.name === 'Break'
  const perBar = plan.genre.density * (isBusy ? 1.35 : isSparse ? 0.6 : 1) * (plan.beats / 4)
  return Array.from({ length: phrases }, (_, index) =>
    melodist.sing(section, {
      start: (section.startBar + index * barsOfPhrase) * plan.beats,
      beats: barsOfPhrase * plan.beats,
      noteCount: Math.max(1, Math.round(perBar * barsOfPhrase * (index % 2 === 0 ? 0.85 : 0.7))),
      index,
      isLast: index === phrases - 1,
    }),
  ).flat()
}

/** Applies swing and humanization. No note starts before the piece or lasts beyond its end. */
function perform(plan: Plan, part: Part, random: () => number): Part {
  const { swing, looseness } = plan.genre
  const loose = (looseness * plan.tempo) / 60
  const notes = part.notes.map((note) => {
    const start = Math.max(0, swingBeat(note.start, swing) + (random() + random() - 1) * loose)
    const velocity = Math.min(1, note.velocity * (0.96 + 0.08 * random()))
    return { ...note, start, velocity, beats: Math.min(note.beats, plan.totalBeats - start) }
  })
  return { ...part, notes: notes.filter((note) => note.beats > 0.01) }
}

/** Returns the distinct instrument names of the parts. */
export function namesOf(parts: readonly Part[]): InstrumentName[] {
  return [...new Set(parts.map((part) => part.instrument))]
}
