import { createRandom } from '@mira/engine/internal'
import { describe, expect, it } from 'vitest'
import { genres } from '../brief/genres.ts'
import { moods } from '../brief/moods.ts'
import { readBrief } from '../brief/read-brief.ts'
import { pitchClasses } from '../theory/chord.ts'
import { isMinorMode } from '../theory/scale.ts'
import { composeParts, type Sheet } from './compose.ts'
import { planForm } from './form.ts'
import { chordAt, harmonize } from './harmony.ts'
import { planPiece } from './plan.ts'
import type { Part } from './score.ts'

interface Wanted {
  readonly genre: string
  readonly durationSeconds?: number
  readonly mood?: string
  readonly style?: string
}

function compose({ genre: name, durationSeconds = 60, mood: moodName = 'neutral', style }: Wanted): {
  sheet: Sheet
  parts: Part[]
} {
  const genre = genres.find((entry) => entry.name === name)!
  const mood = moods.find((entry) => entry.name === moodName)!
  const plan = planPiece({ genre, mood, read: readBrief({ prompt: '', style }), durationSeconds }, createRandom(5))
  const sections = planForm(genre.form, plan.bars)
  const sheet = { plan, sections, chords: harmonize(plan, sections), seed: 5 }
  return { sheet, parts: composeParts(sheet) }
}

describe.each(genres.map(({ name }) => name))('%s', (genre) => {
  it.each([1, 7.3, 30, 95, 240])('fills %d s with whole bars', (durationSeconds) => {
    const { sheet, parts } = compose({ genre, durationSeconds })
    const { plan, sections, chords } = sheet
    expect((plan.totalBeats * 60) / plan.tempo).toBeCloseTo(durationSeconds, 9)
    expect(plan.bars).toBe(sections.reduce((sum, { bars }) => sum + bars, 0))
    expect(sections.every((section) => section.bars > 0)).toBe(true)
    expect(chords.reduce((sum, { beats }) => sum + beats, 0)).toBeCloseTo(plan.totalBeats, 6)
    const notes = parts.flatMap((part) => part.notes)
    for (const note of notes) {
      expect(note.start).toBeGreaterThanOrEqual(0)
      expect(note.start + note.beats).toBeLessThanOrEqual(plan.totalBeats + 1e-9)
      expect(note.velocity).toBeGreaterThan(0)
      expect(note.velocity).toBeLessThanOrEqual(1)
    }
    const barsSounding = new Set(
      notes.flatMap(({ start, beats }) => [
        Math.floor(start / plan.beats + 0.02),
        Math.floor((start + beats / 2) / plan.beats),
      ]),
    )
    for (let bar = 0; bar < plan.bars; bar++) expect(barsSounding).toContain(bar)
  })

  it('ends on its tonic and keeps to the chords on strong beats', () => {
    const { sheet, parts } = compose({ genre })
    expect(sheet.chords.at(-1)?.root).toBe(sheet.plan.key.tonic)
    const lead = parts.findLast((part) => part.role === 'lead')!
    const strong = lead.notes.filter(({ start }) => Math.abs(start / 2 - Math.round(start / 2)) < 0.03)
    const fitting = strong.filter(({ start, pitch }) =>
      pitchClasses(chordAt(sheet.chords, Math.round(start))).includes(pitch % 12),
    )
    expect(fitting.length / strong.length).toBeGreaterThan(0.9)
  })

  it('develops: bars of melody and drums are not copies of each other', () => {
    const { sheet, parts } = compose({ genre, durationSeconds: 120 })
    const { beats, bars } = sheet.plan
    const barsOf = (part: Part) =>
      Array.from({ length: bars }, (_, bar) =>
        part.notes
          .filter(({ start }) => Math.floor(start / beats) === bar)
          .map(({ start, pitch }) => `${Math.round((start - bar * beats) * 4)}:${pitch}`)
          .join(' '),
      ).filter((bar) => bar !== '')
    const lead = barsOf(parts.findLast((part) => part.role === 'lead')!)
    expect(new Set(lead).size).toBeGreaterThan(lead.length * 0.35)
  })
})

describe('requests', () => {
  it('obeys a tempo, a key and instruments that are named', () => {
    const { sheet, parts } = compose({ genre: 'pop', style: '97 bpm, in F# minor, saxophone and banjo' })
    expect(sheet.plan.tempo).toBe(97)
    expect(sheet.plan.key).toEqual({ tonic: 6, mode: 'minor' })
    expect(parts.find((part) => part.role === 'lead')?.instrument).toBe('saxophone')
    expect(parts.map((part) => part.instrument)).toContain('banjo')
  })

  it('finds no instrument in everyday words', () => {
    expect(readBrief({ prompt: 'a car crash on the ride home, tom can clap' }).instruments).toEqual([])
  })

  it.each(['pop', 'jazz', 'rock', 'classical'])('moods change mode, tempo and register of %s', (genre) => {
    const happy = compose({ genre, mood: 'happy' })
    const sad = compose({ genre, mood: 'sad' })
    expect([happy, sad].map(({ sheet }) => isMinorMode(sheet.plan.key.mode))).toEqual([false, true])
    expect(happy.sheet.plan.tempo).toBeGreaterThan(sad.sheet.plan.tempo)
    expect(happy.sheet.plan.mood.register).toBeGreaterThan(sad.sheet.plan.mood.register)
  })

  it('structures a long song', () => {
    const { sheet } = compose({ genre: 'rock', durationSeconds: 180 })
    const names = sheet.sections.map(({ name }) => name)
    expect(names[0]).toBe('Intro')
    expect(names.at(-1)).toBe('Outro')
    for (const name of ['Verse', 'Chorus', 'Bridge'] as const) expect(names).toContain(name)
    const choruses = sheet.sections.filter(({ name }) => name === 'Chorus')
    const verse = sheet.sections.find(({ name }) => name === 'Verse')!
    expect(choruses[0]!.energy).toBeGreaterThan(verse.energy)
  })
})
