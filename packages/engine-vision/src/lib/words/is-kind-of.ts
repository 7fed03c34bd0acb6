import type { WordNet } from '@mira/engine-lexicon'

/** Returns the words for the most common meaning of a noun that have no other meaning as a noun. */
export function clearSynonyms(net: WordNet, noun: string): string[] {
  const [first] = net.senses(noun)
  if (first?.partOfSpeech !== 'noun' || first.isInstance) return []
  return [noun, ...first.words].filter(
    (word) => net.senses(word).filter(({ partOfSpeech }) => partOfSpeech === 'noun').length === 1,
  )
}

/**
 * Returns whether a noun, in its most common meaning, is a kind of another.
 *
 * `WordNet.isA` considers rarer meanings as well. Only words with one meaning are therefore asked about: the noun itself,
 * or a synonym in its most common meaning. Otherwise, the definition of that meaning must name the kind: "a young dog".
 */
export function isKindOf(net: WordNet, noun: string, kind: string): boolean {
  const clear = clearSynonyms(net, noun)
  // Many things are people in a figurative sense that WordNet lists first: a tiger, a tart, a rake.
  if (kind === 'person') return clear.includes(noun) && net.isA(noun, kind)
  if (clear.some((word) => net.isA(word, kind))) return true
  return isDefinedAs(net, noun, kind) && net.isA(noun, kind)
}

/** Returns whether the definition of a noun, in its most common meaning, begins with another: "a young dog of a breed". */
export function isDefinedAs(net: WordNet, noun: string, kind: string): boolean {
  const [first] = net.senses(noun)
  if (first?.partOfSpeech !== 'noun') return false
  const genus = first.definition
    .replace(/^any of (?:(?:several|various|numerous|many) )?/, '')
    .split(/[;(]|\b(?:of|that|which|whose|with|having|in|on|at|by|from|to|for|used|worn|made)\b/, 1)
  return new RegExp(`\\b${kind}s?\\b`).test(genus[0] ?? '')
}
