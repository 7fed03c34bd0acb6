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
  const found = options.flatMap((option) => {
    const position = positionOf(text, option, wordNet)
    return position === undefined ? [] : [{ option, position, length: option.length }]
  })
  const kept = found.filter(
    (one) => !found.some((other) => other !== one && other.length > one.length && contains(other, one)),
  )
  return kept.sort((a, b) => a.position - b.position).map(({ option }) => option)
}

/** Returns whether one match contains another: "very large" is not also "large". */
function contains(outer: { position: number; length: number }, inner: { position: number; length: number }): boolean {
  return outer.position <= inner.position && inner.position < outer.position + outer.length
}

function positionOf(text: string, option: string, wordNet: WordNet): number | undefined {
  const phrase = splitIdentifier(option)
  const exact = search(text, escapeRegExp(phrase).replaceAll(' ', '[ _-]?'))
  if (exact !== undefined) return exact
  const others = otherWords[phrase]
  const known = others === undefined ? undefined : search(text, others)
  if (known !== undefined) return known
  return searchWords(text, phrase) ?? searchSynonyms(text, phrase, wordNet)
}

function search(text: string, pattern: string): number | undefined {
  const edge = /^[\p{L}\p{N}]/u.test(pattern) ? String.raw`(?<![\p{L}\p{N}])` : ''
  const found = new RegExp(String.raw`${edge}(?:${pattern})(?![\p{L}])`, 'iu').exec(text)
  if (!found || /\b(?:not|no|isn't|never)\s+$/i.test(text.slice(0, found.index))) return undefined
  return found.index
}

function searchWords(text: string, phrase: string): number | undefined {
  if (phrase.includes(' ')) return undefined
  for (const word of wordsOf(text)) {
    const isNear = phrase.length >= 6 && word.length >= 5 && distance(word.toLowerCase(), phrase) === 1
    if (isNear || (phrase.length > 3 && stemOf(word) === stemOf(phrase))) return text.indexOf(word)
  }
  return undefined
}

function searchSynonyms(text: string, phrase: string, wordNet: WordNet): number | undefined {
  const synonyms = wordNet.synonyms(phrase).filter((word) => word.length > 3)
  for (const synonym of synonyms) {
    const position = search(text, escapeRegExp(synonym))
    if (position !== undefined) return position
  }
  return undefined
}
