/** Words that say nothing of a style. */
const ignoredWords = new Set(
  'a an and are as at by for from in into is it its like my no not of on only or our over that the this to up with you your about music song'.split(
    ' ',
  ),
)

/** Something to choose, and the words that suggest it. */
export interface Choice {
  readonly name: string
  readonly words: string
}

/**
 * Finds the choice that shares most words with a text; a word that fewer choices have counts more.
 *
 * @returns Its name; undefined when no word is shared.
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

/** Without the endings of plural, past and participle: enough to join `drums` and `drum`, `driving` and `drive`. */
function toStem(word: string): string {
  const stem = word.replace(/(?<=\p{L}{3})(ing|ies|ied|es|ed|s|e|y)$/u, '')
  return stem.replace(/([^aeiou])\1$/u, '$1')
}
