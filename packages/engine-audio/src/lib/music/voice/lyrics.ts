import { EngineInputError } from '@mira/engine'
import type { SectionName } from '../compose/form.ts'

/** Lyrics of one section. */
export interface LyricSection {
  readonly name: SectionName
  readonly lines: readonly string[]
}

/** Maximum size of lyrics in bytes (UTF-8). */
export const maxLyricBytes = 10_000

/** Maximum number of words sung in one breath. */
const maxLineWords = 12

/** Section names recognized in section marks. */
const markNames: readonly (readonly [RegExp, SectionName])[] = [
  [/pre-?\s?chorus|build/i, 'Pre-Chorus'],
  [/chorus|hook|refrain|drop/i, 'Chorus'],
  [/bridge|middle|break/i, 'Bridge'],
  [/intro/i, 'Intro'],
  [/outro|coda|ending/i, 'Outro'],
  [/verse|strophe|part/i, 'Verse'],
]

/** A section mark: `[Verse 1]`, `(Chorus)` or `Bridge:`. */
const mark =
  /^\s*(?:\[([^\]]*)\]|\(((?:pre-?\s?chorus|chorus|verse|bridge|intro|outro|hook)[^)]*)\)|((?:pre-?\s?chorus|chorus|verse|bridge|intro|outro|hook)(?:\s\d+)?)\s*:)\s*$/i

/**
 * Checks lyrics before they are sung.
 *
 * @throws {EngineInputError} for lyrics that are too long or in a script the voice cannot read.
 */
export function checkLyrics(lyrics: string): void {
  const bytes = new TextEncoder().encode(lyrics).length
  if (bytes > maxLyricBytes)
    throw new EngineInputError(`lyrics hold ${bytes} bytes, and the limit is ${maxLyricBytes}`, 'lyrics', {
      code: 'too_long',
    })
  const letters = lyrics.match(/\p{L}/gu)?.length ?? 0
  const latin = lyrics.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (latin < letters * 0.9)
    throw new EngineInputError(
      'lyrics must be in Latin letters: the voice sings English only; ask for an instrumental instead',
      'lyrics',
      { code: 'unsupported_language' },
    )
  if (parseLyrics(lyrics).length === 0) {
    throw new EngineInputError('lyrics hold no word that can be sung', 'lyrics', { code: 'empty' })
  }
}

/** Parses lyrics into sections: by marks or, if there are none, by blank lines. A repeated stanza is a chorus. */
export function parseLyrics(lyrics: string): LyricSection[] {
  const lines = lyrics.split(/\r?\n/).flatMap((line) => cutLine(line.trim()))
  const sections = lines.some((line) => mark.test(line)) ? byMarks(lines) : byStanzas(lines)
  return sections.filter((section) => section.lines.length > 0)
}

/** Splits a line with more words than fit in one breath. */
function cutLine(line: string): string[] {
  const words = line.split(/\s+/)
  const parts = Math.max(1, Math.ceil(words.length / maxLineWords))
  const size = Math.ceil(words.length / parts)
  return Array.from({ length: parts }, (_, part) => words.slice(part * size, (part + 1) * size).join(' '))
}

function byMarks(lines: readonly string[]): LyricSection[] {
  const sections: { name: SectionName; lines: string[] }[] = []
  for (const line of lines) {
    const [isMark, ...names] = mark.exec(line) ?? []
    if (isMark !== undefined) sections.push({ name: nameOf(names.find(Boolean) ?? ''), lines: [] })
    else if (isSingable(line)) {
      if (sections.length === 0) sections.push({ name: 'Verse', lines: [] })
      sections.at(-1)?.lines.push(line)
    }
  }
  return sections
}

function nameOf(written: string): SectionName {
  return markNames.find(([pattern]) => pattern.test(written))?.[1] ?? 'Verse'
}

function byStanzas(lines: readonly string[]): LyricSection[] {
  const stanzas = lines
    .join('\n')
    .split(/\n\s*\n/)
    .map((stanza) => stanza.split('\n').filter(isSingable))
  const texts = stanzas.map((stanza) => stanza.join('\n').toLowerCase())
  return stanzas.map((stanza, index) => {
    const isRepeated = texts.filter((text) => text === texts[index]).length > 1
    return { name: isRepeated ? 'Chorus' : 'Verse', lines: stanza }
  })
}

function isSingable(line: string): boolean {
  return /\p{Script=Latin}/u.test(line)
}

/** Returns the words of a line that can be sung: accents and symbols are removed, digits are omitted. */
export function wordsOf(line: string): string[] {
  const plain = line.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’‘]/g, "'").replace(/&/g, ' and ')
  return plain.match(/[a-z]+(?:'[a-z]+)?/gi) ?? []
}

/** Formats lyrics as text, each section under its mark. */
export function formatLyrics(sections: readonly LyricSection[]): string {
  return sections.map(({ name, lines }) => [`[${name}]`, ...lines].join('\n')).join('\n\n')
}
