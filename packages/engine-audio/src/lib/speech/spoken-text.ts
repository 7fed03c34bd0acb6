import { EngineInputError } from '@mira/engine'
import { splitSentences } from '@mira/engine/internal'
import { normalizeEnglish } from './normalize/normalize-english.ts'
import { normalizeRussian } from './normalize/russian/normalize-russian.ts'

/** Longer sentences are split at a clause to bound the latency: about 15 s of speech. */
const maxSentenceLength = 240

/** A longer first sentence is split at a clause to reduce the time to first audio. */
const maxFirstLength = 100

/** Characters that Flite omits or reads incorrectly, and their spoken form in English. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/[‘’]/g, "'"],
  [/[“”„«»]/g, '"'],
  [/[–—]/g, ', '],
  [/…/g, '...'],
  [/&/g, ' and '],
]

/** Splits an English text into sentences that have a word for Flite to speak. Empty for a text without one. */
export function toSpokenSentences(text: string): string[] {
  return toSentences(text)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => /[a-z0-9]/i.test(toReading(sentence)))
}

/** Writes an English sentence in words, with the characters that Flite can read. */
export function toReading(sentence: string): string {
  return toAscii(normalizeEnglish(sentence))
}

/** Splits a text in any language into sentences, and long sentences into parts. */
function toSentences(text: string): string[] {
  const [first = '', ...others] = joinAbbreviations(splitSentences(text))
  return [...cutFirst(first), ...others].flatMap(cutLong).filter((part) => /[\p{L}\p{N}]/u.test(part))
}

/** Russian abbreviations whose period does not end a sentence before a name: `ул. Ленина`, `10 долл. США`. */
const beforeName =
  /(?:^|[^\p{L}])(?:ул|им|проф|акад|долл|пер|пл|просп|наб|бул|обл|тел|см|ср|св|гл|рис|табл|стр|(?:^|[^\d\s]\s{1,3})г)\.\s*$/iu

/** Abbreviations whose period does not end a sentence before a number: `Jan. 15`, `No. 7`. */
const beforeNumber =
  /\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|nos?|vol|fig|pp?|ch|approx)\.\s*$|(?:^|[^\p{L}])(?:п|ст|стр|рис|табл|гл|д|кв|т|с|ок|тел|корп)\.\s*$/iu

function joinAbbreviations(sentences: readonly string[]): string[] {
  const joined: string[] = []
  for (const sentence of sentences) {
    const last = joined.at(-1)
    // Only the end matters: a long sentence must not be scanned for each of its words.
    const end = last?.slice(-12) ?? ''
    if (last !== undefined && (beforeName.test(end) || (/^\s*\d/.test(sentence) && beforeNumber.test(end))))
      joined[joined.length - 1] = `${last.trimEnd()} ${sentence.trimStart()}`
    else joined.push(sentence)
  }
  return joined
}

/**
 * Splits a text in any language into sentences and removes what eSpeak NG interprets as commands, even inside a text:
 * control characters and double brackets. Empty for a text without a word.
 */
export function toEspeakSentences(text: string): string[] {
  return toSentences(text).map((sentence) => sentence.replace(/\p{Cc}+/gu, ' ').replaceAll('[[', '[ ['))
}

/** Writes a sentence for eSpeak NG: a Russian one in words, one of another language as it is. */
export function toEspeakReading(sentence: string, language: string): string {
  return /^ru(?:-|$)/i.test(language) ? normalizeRussian(sentence) : sentence
}

/** Creates the `empty` error for a text without a word that can be spoken. */
export function noWordError(): EngineInputError {
  return new EngineInputError('The text has no word that can be spoken', 'text', { code: 'empty' })
}

/** Splits a long first sentence after the last clause within the limit, if there is one. */
function cutFirst(sentence: string): string[] {
  const end = sentence.length > maxFirstLength ? lastClauseEnd(sentence.slice(0, maxFirstLength)) : 0
  return end > 0 ? [sentence.slice(0, end), sentence.slice(end)] : [sentence]
}

/** Returns the end of the last clause, after its punctuation; 0 if there is none. */
function lastClauseEnd(text: string): number {
  return Math.max(text.lastIndexOf(', '), text.lastIndexOf('; '), text.lastIndexOf(': ')) + 1
}

/** Splits after the last comma or, without one, the last space before the limit. */
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
  // Accents are stripped from their letters; anything else outside ASCII (emoji, symbols) is not spoken.
  return readable
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
