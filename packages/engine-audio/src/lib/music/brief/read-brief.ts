import { type InstrumentName, instrumentNames } from '../instruments/instrument-name.ts'
import { isMinorMode, type Key, type Mode, parseNoteName } from '../theory/scale.ts'
import type { Genre } from './genre.ts'
import { genres } from './genres.ts'
import { type Mood, moods } from './moods.ts'

/** Text fields of a music request. */
export interface BriefWords {
  readonly prompt: string
  readonly genre?: string | undefined
  readonly mood?: string | undefined
  readonly style?: string | undefined
}

/** Attributes that the text names explicitly. */
export interface ReadBrief {
  /** Undefined if no genre is named. */
  readonly genre: Genre | undefined
  readonly mood: Mood | undefined
  /** Beats per minute. */
  readonly tempo: number | undefined
  readonly tonic: number | undefined
  readonly mode: Mode | undefined
  /** Instruments named in the text, in order of appearance. */
  readonly instruments: readonly InstrumentName[]
}

/**
 * Drums and noises are chosen by the groove, not by the text: "a ride home" or "a car crash" does not name a cymbal.
 */
const everydayWords: ReadonlySet<InstrumentName> = new Set([
  'kick',
  'tom',
  'snare',
  'clap',
  'rim',
  'ride',
  'crash',
  'brush',
  'shaker',
  'timpani',
  'vinyl',
])

/** Common names that differ from the instrument's own name. */
const instrumentWords: readonly (readonly [RegExp, InstrumentName])[] = [
  [/\b(violins?|fiddle)\b/, 'solo-violin'],
  [/\b(cellos?|double bass|contrabass)\b/, 'low-strings'],
  [/\b(string (section|quartet)|strings)\b/, 'strings'],
  [/\b(rhodes|wurlitzer|e-?piano)\b/, 'electric-piano'],
  [/\b(sax(ophone)?)\b/, 'saxophone'],
  [/\b(acoustic guitars?|fingerpick\w*)\b/, 'steel-guitar'],
  [/\b(classical|spanish) guitars?\b/, 'nylon-guitar'],
  [/\b(distorted|overdriven|heavy) guitars?\b/, 'distorted-guitar'],
  [/\b(synth|synthesi[sz]er) lead\b/, 'saw-lead'],
  [/\b(music box|glockenspiel|bells?|chimes)\b/, 'celesta'],
  [/\b(horns?|trombones?|brass)\b/, 'brass'],
  [/\b(choir|choral|voices)\b/, 'choir'],
  [/\b(marimba|xylophone|vibes)\b/, 'vibraphone'],
  [/\bpan ?flute|whistle|ocarina\b/, 'flute'],
  [/\bpads?\b/, 'warm-pad'],
]

/**
 * Extracts explicit attributes from the text. The genre field takes precedence over the style, the style over the
 * prompt.
 */
export function readBrief({ prompt, genre, mood, style }: BriefWords): ReadBrief {
  const text = [style, prompt, genre].filter(Boolean).join(' , ').toLowerCase()
  const [tonic, mode] = readKey(text)
  return {
    genre: firstOf([genre, style, prompt], (part) => findNamed(genres, part)),
    mood: firstOf([mood, style, prompt], (part) => findNamed(moods, part)),
    tempo: readTempo(text),
    tonic,
    mode,
    instruments: readInstruments(text),
  }
}

function firstOf<Value>(
  parts: readonly (string | undefined)[],
  find: (part: string) => Value | undefined,
): Value | undefined {
  for (const part of parts) {
    const found = part && find(part.toLowerCase())
    if (found) return found
  }
  return undefined
}

/** Returns the entry with the longest matching name: `hip hop` before `pop`, `deep house` before `house`. */
function findNamed<Entry extends { readonly name: string; readonly words: readonly string[] }>(
  entries: readonly Entry[],
  text: string,
): Entry | undefined {
  let best: { entry: Entry; length: number } | undefined
  for (const entry of entries) {
    for (const word of [entry.name, ...entry.words]) {
      if (word.length > (best?.length ?? 0) && hasWord(text, word)) best = { entry, length: word.length }
    }
  }
  return best?.entry
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\d])${escaped}(?![\\p{L}\\d])`, 'u').test(text)
}

/** Tempo terms, Italian and English, in beats per minute. */
const tempoWords: readonly (readonly [RegExp, number])[] = [
  [/\blargo\b/, 50],
  [/\badagio\b|\bvery slow\b/, 66],
  [/\bandante\b/, 84],
  [/\bmoderato\b|\bmid-?tempo\b/, 104],
  [/\ballegro\b/, 132],
  [/\bpresto\b|\bvery fast\b/, 176],
]

function readTempo(text: string): number | undefined {
  const written = /(\d{2,3})(?:\.\d+)?\s*(?:bpm|beats per minute)\b/.exec(text)
  if (written) return Math.min(220, Math.max(40, Number(written[1])))
  return tempoWords.find(([pattern]) => pattern.test(text))?.[1]
}

function readKey(text: string): [tonic: number | undefined, mode: Mode | undefined] {
  const named = /\b([a-g])(?:\s?(sharp|flat)|([#♯b♭]))?\s+(major|minor|dorian|mixolydian|phrygian)\b/.exec(text)
  if (!named) return [undefined, /\bminor( key| mode)?\b/.test(text) ? 'minor' : undefined]
  const [, letter = '', word, sign = ''] = named
  const accidental = word === 'sharp' ? '#' : word === 'flat' ? 'b' : sign
  return [parseNoteName(letter + accidental), named[4] as Mode]
}

function readInstruments(text: string): InstrumentName[] {
  const found: (readonly [number, InstrumentName])[] = []
  for (const [pattern, name] of instrumentWords) {
    const index = text.search(pattern)
    if (index >= 0) found.push([index, name])
  }
  for (const name of instrumentNames) {
    if (everydayWords.has(name)) continue
    const index = text.indexOf(name.replace('-', ' '))
    if (index >= 0 && hasWord(text, name.replace('-', ' '))) found.push([index, name])
  }
  return [...new Set(found.sort((a, b) => a[0] - b[0]).map(([, name]) => name))]
}

/** Chooses the mode of a piece: the named one, otherwise the genre's mode that suits the mood. */
export function chooseMode(genre: Genre, mood: Mood, named: Mode | undefined): Mode {
  if (named) return named
  const family = mood.family
  const [usual = 'major'] = genre.modes
  if (family === undefined) return usual
  return genre.modes.find((mode) => isMinorMode(mode) === (family === 'minor')) ?? family
}

/** Tonics that suit common instruments: strings and guitars prefer few accidentals. */
const commonTonics = [0, 2, 4, 5, 7, 9, 10, 3]

/** Chooses the key of a piece. */
export function chooseKey({ genre, mood }: { genre: Genre; mood: Mood }, read: ReadBrief, random: () => number): Key {
  const tonic = read.tonic ?? commonTonics[Math.floor(random() * commonTonics.length)] ?? 0
  return { tonic, mode: chooseMode(genre, mood, read.mode) }
}
