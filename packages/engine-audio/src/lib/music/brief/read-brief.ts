import { type InstrumentName, instrumentNames } from '../instruments/instrument-name.ts'
import { isMinorMode, type Key, type Mode, parseNoteName } from '../theory/scale.ts'
import type { Genre } from './genre.ts'
import { genres } from './genres.ts'
import { type Mood, moods } from './moods.ts'

/** Words of a request, before they are understood. */
export interface BriefWords {
  readonly prompt: string
  readonly genre?: string | undefined
  readonly mood?: string | undefined
  readonly style?: string | undefined
}

/** What the words name outright. */
export interface ReadBrief {
  /** Undefined when no word names one. */
  readonly genre: Genre | undefined
  readonly mood: Mood | undefined
  /** Beats a minute. */
  readonly tempo: number | undefined
  readonly tonic: number | undefined
  readonly mode: Mode | undefined
  /** Named instruments, in the order of the words. */
  readonly instruments: readonly InstrumentName[]
}

/** Drums and noises are the groove's to choose: a ride home and a car crash name no cymbal. */
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

/** Everyday words for instruments whose own names are others. */
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

/** Reads what the words say; the genre field outweighs the style, and the style the prompt. */
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

/** The entry whose longest name is in the text: `hip hop` before `pop`, `deep house` before `house`. */
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

/** Italian terms and plain ones, in beats a minute. */
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

/** The mode for a piece: the one that was named, else the genre's that suits the mood. */
export function chooseMode(genre: Genre, mood: Mood, named: Mode | undefined): Mode {
  if (named) return named
  const family = mood.family
  const [usual = 'major'] = genre.modes
  if (family === undefined) return usual
  return genre.modes.find((mode) => isMinorMode(mode) === (family === 'minor')) ?? family
}

/** Tonics that suit the usual instruments: strings and guitars like few signs. */
const commonTonics = [0, 2, 4, 5, 7, 9, 10, 3]

/** Chooses the key of a piece. */
export function chooseKey(genre: Genre, mood: Mood, read: ReadBrief, random: () => number): Key {
  const tonic = read.tonic ?? commonTonics[Math.floor(random() * commonTonics.length)] ?? 0
  return { tonic, mode: chooseMode(genre, mood, read.mode) }
}
