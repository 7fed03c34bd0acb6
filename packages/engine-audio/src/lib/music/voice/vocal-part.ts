import { concatenateSamples, resample, speechSampleRate } from '@mira/engine/audio'
import { loadFlite } from '../../speech/flite.ts'
import type { Sheet } from '../compose/compose.ts'
import type { Section } from '../compose/form.ts'
import { Melodist, type Phrase } from '../compose/melody.ts'
import { swingBeat } from '../compose/rhythm.ts'
import type { SpokenLine, SungNote } from '../compose/score.ts'
import { addAt } from '../mix/desk.ts'
import { sampleRate } from '../sample-rate.ts'
import { toHertz } from '../theory/scale.ts'
import type { Range } from '../theory/voicing.ts'
import { fitNote } from './fit-note.ts'
import { loadFliteSinger, type Syllable } from './flite-singer.ts'
import { wordsOf } from './lyrics.ts'
import type { Pronunciation } from './pronunciation.ts'

/** Input for a vocal part. */
export interface VocalOptions {
  readonly pronunciation: Pronunciation
  readonly isMale: boolean
  readonly isSpoken: boolean
  /** Lyrics as text, with section marks. */
  readonly lyrics: string
}

/** Natural ranges of the two voices that follow a pitch. */
const ranges: Readonly<Record<Syllable['voice'], Range>> = { slt: [55, 69], awb: [46, 59] }

/** Approximate duration of a phone in seconds; the exact length is known once it is sung. */
const phoneSeconds = 0.09

/** Vocals of a piece: the lyrics sung on their notes, or spoken in their time. */
export class VocalPart {
  readonly lyrics: string
  /** Name listed among the instruments. */
  readonly name: string
  readonly #sheet: Sheet
  readonly #options: VocalOptions

  constructor(sheet: Sheet, options: VocalOptions) {
    this.lyrics = options.lyrics
    this.name = options.isSpoken ? 'spoken voice' : 'synthetic singing voice'
    this.#sheet = sheet
    this.#options = options
  }

  /** Returns the notes of the lyrics, one per syllable, ordered by time. */
  sungNotes(): SungNote[] {
    const { plan, chords, seed, sections } = this.#sheet
    const melodist = new Melodist(plan, chords, { range: ranges[this.#voice], seed })
    return sections.flatMap((section) =>
      this.#phrases(section).flatMap(({ text, phrase }) => {
        const syllables = wordsOf(text).flatMap((word) => this.#options.pronunciation.syllablesOf(word))
        const notes = melodist.sing(section, { ...phrase, noteCount: syllables.length })
        return notes.map((note, index) => ({ ...note, phones: syllables[index] ?? [] }))
      }),
    )
  }

  /** Renders the vocals to the given number of samples, at the sample rate of the piece. */
  perform(length: number, onProgress: (fraction: number) => void): Float32Array {
    const voice = new Float32Array(Math.ceil((length * speechSampleRate) / sampleRate))
    if (this.#options.isSpoken) this.#speak(voice, onProgress)
    else this.#sing(voice, onProgress)
    const { samples } = resample({ samples: voice, sampleRate: speechSampleRate }, sampleRate)
    return samples.length >= length
      ? samples.subarray(0, length)
      : concatenateSamples([samples, new Float32Array(length - samples.length)])
  }

  get #voice(): Syllable['voice'] {
    return this.#options.isMale ? 'awb' : 'slt'
  }

  /** Divides a section equally between its lines. */
  #phrases({ lines, startBar, bars }: Section): { text: string; phrase: Omit<Phrase, 'noteCount'> }[] {
    const { beats } = this.#sheet.plan
    const beatsOfLine = (bars * beats) / Math.max(1, lines.length)
    return lines.map((text, index) => ({
      text,
      phrase: {
        start: startBar * beats + index * beatsOfLine,
        beats: beatsOfLine,
        index,
        isLast: index === lines.length - 1,
      },
    }))
  }

  #sing(voice: Float32Array, onProgress: (fraction: number) => void): void {
    const sing = loadFliteSinger()
    const cache = new Map<string, Float32Array>()
    const notes = this.sungNotes()
    for (const [index, note] of notes.entries()) {
      const pitchHz = toHertz(note.pitch)
      const seconds = this.#seconds(note.beats)
      const stretch = Math.min(1.7, Math.max(0.7, Math.round((5 * seconds) / (note.phones.length * phoneSeconds)) / 5))
      const name = [...note.phones, note.pitch, stretch].join(' ')
      const sound = cache.get(name) ?? sing({ voice: this.#voice, phones: note.phones, pitchHz, stretch }).samples
      // Cache syllables: a chorus repeats.
      cache.set(name, sound)
      const fitted = fitNote(sound, {
        sampleRate: speechSampleRate,
        pitchHz,
        length: Math.round(seconds * speechSampleRate),
      })
      addAt(voice, balanced(fitted, note.velocity), this.#sampleAt(note.start))
      onProgress((index + 1) / notes.length)
    }
  }

  #speak(voice: Float32Array, onProgress: (fraction: number) => void): void {
    const speak = loadFlite()
    const lines = this.#spokenLines()
    for (const [index, line] of lines.entries()) {
      const text = wordsOf(line.text).join(' ')
      const settings = { voice: this.#options.isMale ? 'awb' : 'slt', pitchHz: undefined }
      const natural = speak(text, { ...settings, durationStretch: 1 }).samples
      const durationStretch = Math.min(
        1.25,
        Math.max(0.45, (this.#seconds(line.beats) * 0.95 * speechSampleRate) / natural.length),
      )
      addAt(voice, balanced(speak(text, { ...settings, durationStretch }).samples, 0.8), this.#sampleAt(line.start))
      onProgress((index + 1) / lines.length)
    }
  }

  #spokenLines(): SpokenLine[] {
    return this.#sheet.sections.flatMap((section) =>
      this.#phrases(section)
        .filter(({ text }) => wordsOf(text).length > 0)
        .map(({ text, phrase }) => ({ text, start: phrase.start, beats: phrase.beats })),
    )
  }

  #seconds(beats: number): number {
    return (beats * 60) / this.#sheet.plan.tempo
  }

  #sampleAt(beat: number): number {
    return Math.round(this.#seconds(swingBeat(beat, this.#sheet.plan.genre.swing)) * speechSampleRate)
  }
}

/** Returns a copy normalized to the same loudness for every syllable, regardless of the vowel. */
function balanced(samples: Float32Array, velocity: number): Float32Array {
  const power = samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length)
  const gain = power > 0 ? (0.1 * velocity) / Math.sqrt(power) : 0
  return samples.map((value) => value * gain)
}
