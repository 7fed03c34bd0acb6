/** Stop words: words that do not describe a style. */
const ignoredWords = new Set(
  'a an and are as at by for from in into is it its like my no not of on only or our over that the this to up with you your about music song'.split(
    ' ',
  ),
)

/** An option and the words associated with it. */
export interface Choice {
  readonly name: string
  readonly words: string
}

/**
 * Finds the choice that shares the most words with a text, weighted by rarity among the choices.
 *
 * @returns The name of the choice, or undefined if no word matches.
 */
export function nearestByWords(text: string, choices: readonly Choice[]): string | undefined {
  const stems = choices.map(({ words }) => stemsOf(words))
  const wanted = stemsOf(text)
  let best: { name: string | undefined; score: number } = { name: undefined, score: 0 }
  for (const [index, { name }] of choices.entries()) {
    const shared = [...wanted].filter((stem) => stems[index]?.has(stem))
    const score = shared.reduce((sum, stem) => sum + 1 / stems.filter((other) => other.has(stem)).length, 0)
    if (score > best.score) best = { name, score }
  }
  return best.name
}

function stemsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []
  return new Set(words.filter((word) => !ignoredWords.has(word)).map(toStem))
}

/** Strips plural, past and participle endings: enough to match `drums` with `drum` and `driving` with `drive`. */
function toStem(word: string): string {
  const stem = word.replace(/(?<=\p{L}{3})(ing|ies|ied|es|ed|s|e|y)$/u, '')
  return stem.replace(/([^aeiou])\1$/u, '$1')
}
