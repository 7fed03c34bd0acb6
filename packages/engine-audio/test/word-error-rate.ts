/** Returns the lower-case words of a text, with digits unchanged and without punctuation. */
export function plainWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []
}

/** Returns the word edit distance (Levenshtein): insertions, deletions and substitutions. */
export function countWordErrors(reference: readonly string[], heard: readonly string[]): number {
  let previous = heard.map((_, index) => index + 1)
  previous.unshift(0)
  for (const [row, word] of reference.entries()) {
    const current = [row + 1]
    for (const [column, other] of heard.entries()) {
      const replaced = previous[column]! + (word === other ? 0 : 1)
      current.push(Math.min(replaced, previous[column + 1]! + 1, current[column]! + 1))
    }
    previous = current
  }
  return previous.at(-1)!
}
