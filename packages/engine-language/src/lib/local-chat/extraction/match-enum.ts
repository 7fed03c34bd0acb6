import type { WordNet } from '@mira/engine-lexicon'
import { distance } from 'fastest-levenshtein'
import { escapeRegExp, splitIdentifier, stemOf, wordsOf } from '../words.ts'

/** Synonyms of options that are common in schemas. */
const otherWords: Readonly<Record<string, string>> = {
  celsius: 'metric|centigrade|°c|degrees c|\\bc\\b',
  fahrenheit: 'imperial|°f|degrees f|\\bf\\b',
  metric: 'celsius|kilomet\\w+|\\bkm\\b',
  imperial: 'fahrenheit|miles',
  usd: '\\$|dollars?|bucks',
  eur: '€|euros?',
  gbp: '£|pounds? sterling|quid|british pounds?',
  jpy: '¥|yen',
  high: 'urgent|urgently|asap|critical|important|immediately|top',
  urgent: 'asap|immediately|critical|right away',
  critical: 'down|outage|asap|urgent',
  low: 'minor|whenever|trivial|no rush|not urgent',
  medium: 'normal|moderate|average',
  desc: 'descending|highest first|newest first|latest first|most expensive',
  asc: 'ascending|lowest first|oldest first|cheapest',
}

/** Finds the options that a text names, in text order: by word, by synonym, or with one misspelled letter. */
export function findOptions(text: string, options: readonly string[], wordNet: WordNet): string[] {
  const searched = prepare(text)
  const found = options.flatMap((option) => {
    const exact = searchPhrase(searched, splitIdentifier(option))
    const position = exact ?? positionOf(searched, option, wordNet)
    return position === undefined ? [] : [{ option, position, length: option.length, isExact: exact !== undefined }]
  })
  const kept = found.filter(
    (one) =>
      !found.some(
        (other) =>
          other !== one &&
          ((other.length > one.length && contains(other, one)) ||
            (other.isExact && !one.isExact && other.position === one.position)),
      ),
  )
  return kept.sort((a, b) => a.position - b.position).map(({ option }) => option)
}

/** Returns whether one match contains another: "very large" is not also "large". */
function contains(outer: { position: number; length: number }, inner: { position: number; length: number }): boolean {
  return outer.position <= inner.position && inner.position < outer.position + outer.length
}

/** Text prepared for searching many options in it. */
interface SearchedText {
  readonly text: string
  readonly lower: string
  /** Position of the first word with each stem. */
  readonly stems: ReadonlyMap<string, number>
  /** Different words of at least five letters, with their positions. */
  readonly longWords: ReadonlyMap<string, number>
}

function prepare(text: string): SearchedText {
  const stems = new Map<string, number>()
  const longWords = new Map<string, number>()
  for (const word of new Set(wordsOf(text))) {
    const stem = stemOf(word)
    const lower = word.toLowerCase()
    const isNewWord = word.length >= 5 && !longWords.has(lower)
    if (stems.has(stem) && !isNewWord) continue
    const position = text.indexOf(word)
    if (!stems.has(stem)) stems.set(stem, position)
    if (isNewWord) longWords.set(lower, position)
  }
  return { text, lower: text.toLowerCase(), stems, longWords }
}

function positionOf(searched: SearchedText, option: string, wordNet: WordNet): number | undefined {
  const phrase = splitIdentifier(option)
  return (
    searchPhrase(searched, phrase) ??
    (otherWords[phrase] === undefined ? undefined : search(searched.text, otherWords[phrase])) ??
    searchWords(searched, phrase) ??
    searchSynonyms(searched, phrase, wordNet)
  )
}

/** Searches a phrase whose words may be joined. Most are not in the text, which is checked without a pattern. */
function searchPhrase({ text, lower }: SearchedText, phrase: string): number | undefined {
  if (phrase === '' || !lower.includes(phrase.split(' ')[0] ?? phrase)) return undefined
  return search(text, escapeRegExp(phrase).replaceAll(' ', '[ _-]?'))
}

function search(text: string, pattern: string): number | undefined {
  const edge = /^[\p{L}\p{N}]/u.test(pattern) ? String.raw`(?<![\p{L}\p{N}])` : ''
  const found = new RegExp(String.raw`${edge}(?:${pattern})(?![\p{L}])`, 'iu').exec(text)
  if (!found) return undefined
  const before = text.slice(Math.max(0, found.index - maxBefore), found.index)
  return /\b(?:not|no|isn't|never)\s+$/i.test(before) ? undefined : found.index
}

/** Length of the text before an option that is searched for a negation. */
const maxBefore = 20

function searchWords({ stems, longWords }: SearchedText, phrase: string): number | undefined {
  if (phrase.includes(' ') || phrase.length > maxWordLength) return undefined
  const position = phrase.length > 3 ? stems.get(stemOf(phrase)) : undefined
  if (position !== undefined || phrase.length < 6) return position
  for (const [word, start] of longWords) {
    // Words that differ in one letter begin or end alike.
    const isAlike = word[0] === phrase[0] || word.at(-1) === phrase.at(-1)
    if (isAlike && Math.abs(word.length - phrase.length) <= 1 && distance(word, phrase) === 1) return start
  }
  return undefined
}

const maxWordLength = 64

function searchSynonyms(searched: SearchedText, phrase: string, wordNet: WordNet): number | undefined {
  // Short options have synonyms of other senses: "popular" is not the genre "pop".
  if (phrase.length > maxWordLength || phrase.length < 4) return undefined
  for (const synonym of wordNet.synonyms(phrase)) {
    const position = synonym.length > 3 ? searchPhrase(searched, synonym.toLowerCase()) : undefined
    if (position !== undefined) return position
  }
  return undefined
}
