import { EngineInputError } from '@mira/engine'
import { splitSentences } from '@mira/engine/internal'

/** Longer sentences are cut at a clause, so that the first sound does not wait for all of one: about 15 s of speech. */
const maxSentenceLength = 240

/** The first sentence is cut at a clause from here on: the first sound waits for all of what is made at once. */
const maxFirstLength = 100

/** What English reads aloud and Flite does not, or reads wrongly. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/[‘’]/g, "'"],
  [/[“”„«»]/g, '"'],
  [/[–—]/g, ', '],
  [/…/g, '...'],
  [/£\s?(\d[\d,.]*\d|\d)/g, '$1 pounds'],
  [/€\s?(\d[\d,.]*\d|\d)/g, '$1 euros'],
  [/°\s?C\b/g, ' degrees Celsius'],
  [/°\s?F\b/g, ' degrees Fahrenheit'],
  [/°/g, ' degrees'],
  [/&/g, ' and '],
  [/(\d)\s?%/g, '$1 percent'],
]

/**
 * The sentences of a text in letters that Flite reads.
 *
 * @throws {EngineInputError} for a text without a word.
 */
export function toSpokenSentences(text: string): string[] {
  return checkWords(
    toSentences(text)
      .map(toAscii)
      .filter((part) => /[a-z0-9]/i.test(part)),
  )
}

/**
 * The sentences of a text in any language, long ones in parts.
 *
 * @throws {EngineInputError} for a text without a word.
 */
function toSentences(text: string): string[] {
  const [first = '', ...others] = splitSentences(text)
  return checkWords([...cutFirst(first), ...others].flatMap(cutLong).filter((part) => /[\p{L}\p{N}]/u.test(part)))
}

/**
 * The sentences of a text in any language, without what eSpeak NG takes for commands: control characters and double
 * brackets, even inside a text.
 *
 * @throws {EngineInputError} for a text without a word.
 */
export function toEspeakSentences(text: string): string[] {
  return toSentences(text).map((sentence) => sentence.replace(/\p{Cc}+/gu, ' ').replaceAll('[[', '[ ['))
}

function checkWords(sentences: string[]): string[] {
  if (sentences.length > 0) return sentences
  throw noWordError()
}

/** The text has no word that can be spoken: `empty`. */
export function noWordError(): EngineInputError {
  return new EngineInputError('The text has no word that can be spoken', 'text', { code: 'empty' })
}

/** Cuts a long sentence after the last clause that is short, if there is one. */
function cutFirst(sentence: string): string[] {
  const end = sentence.length > maxFirstLength ? lastClauseEnd(sentence.slice(0, maxFirstLength)) : 0
  return end > 0 ? [sentence.slice(0, end), sentence.slice(end)] : [sentence]
}

/** Where the last clause ends, after its mark; 0 without one. */
function lastClauseEnd(text: string): number {
  return Math.max(text.lastIndexOf(', '), text.lastIndexOf('; '), text.lastIndexOf(': ')) + 1
}

/** Cuts after the last comma or, without one, the last space before the limit. */
function cutLong(sentence: string): string[] {
  const parts: string[] = []
  let rest = sentence
  while (rest.length > maxSentenceLength) {
    const head = rest.slice(0, maxSentenceLength)
    const end = lastClauseEnd(head) || head.lastIndexOf(' ') || maxSentenceLength
    const cut = end > 0 ? end : maxSentenceLength
    parts.push(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  return [...parts, rest]
}

function toAscii(sentence: string): string {
  const readable = replacements.reduce((text, [pattern, spoken]) => text.replace(pattern, spoken), sentence)
  // An accent is dropped and its letter stays; what is left beyond ASCII (emoji, signs) is not spoken.
  return readable
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
