import type { InstrumentName } from '../instruments/instrument-name.ts'
import { isMinorMode, type Key, type Mode, parseNoteName } from '../theory/scale.ts'
import { type AskedSounds, readAskedSounds, withoutSounds } from './asked-sounds.ts'
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
  /** Range of the tempo that the text names in words, in beats per minute. */
  readonly pace: readonly [slowest: number, fastest: number] | undefined
  /** Instruments named in the text, in order of appearance. */
  readonly instruments: readonly InstrumentName[]
  /** All that the text says about instruments. */
  readonly asked: AskedSounds
}

/**
 * Extracts explicit attributes from the text. The genre field takes precedence over the style, the style over the
 * prompt.
 */
export function readBrief({ prompt, genre, mood, style }: BriefWords): ReadBrief {
  const text = [style, prompt, genre].filter(Boolean).join(' , ').toLowerCase()
  const [tonic, mode] = readKey(text)
  const asked = readAskedSounds(text)
  return {
    genre: firstOf([genre, style, prompt], findGenre),
    mood: firstOf([mood, style, prompt], (part) => findNamed(moods, part)),
    tempo: readTempo(text),
    tonic,
    mode,
    pace: paceWords.find(([pattern]) => pattern.test(text))?.[1],
    instruments: [...new Set(asked.sounds.flatMap(({ instrument }) => instrument ?? []))],
    asked,
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

/** Finds a genre by its own name or, if none is named, by its other names. Names of instruments are not considered. */
function findGenre(text: string): Genre | undefined {
  const style = withoutSounds(text)
  const names = genres.map((genre) => ({ name: genre.name, words: [], genre }))
  const piano = genres.find(({ name }) => name === 'classical' && /\b(solo )?piano\b/.test(text))
  return findNamed(names, style)?.genre ?? findNamed(genres, style) ?? piano
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

/** Words for the pace, and the tempos that they cover, in beats per minute. */
const paceWords: readonly (readonly [RegExp, readonly [slowest: number, fastest: number]])[] = [
  [/\b(slow(er)?|low)[ -]tempo\b|\bdown-?tempo\b|\bslow(er|ly)?\b/, [56, 88]],
  [/\bmedium (to )?up-?tempo\b/, [108, 128]],
  [/\b(medium|moderate)[ -](tempo|pace)\b/, [92, 118]],
  [/\b(fast(er)?|quick|high)[ -](tempo|pace)\b|\bup-?tempo\b|\bfast(-paced)?\b/, [126, 172]],
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
