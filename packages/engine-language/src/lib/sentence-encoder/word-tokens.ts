import type { EmbeddingsModel } from '@energetic-ai/embeddings'

type Tokenizer = EmbeddingsModel['tokenizer']

const maxWordLength = 64
const maxCachedWords = 20_000

/**
 * Creates a token counter that works word by word. No SentencePiece token spans a space, so the sum is exact, while
 * tokenizing a whole text takes quadratic time.
 */
export function createWordCounter(tokenizer: Tokenizer): (text: string) => number {
  const cache = new Map<string, number>()
  const countWord = (word: string): number => {
    const known = cache.get(word)
    if (known !== undefined) return known
    if (cache.size >= maxCachedWords) cache.clear()
    const count = tokenizer.encode(word).length
    cache.set(word, count)
    return count
  }
  return (text) => {
    let total = 0
    for (const word of text.split(/\s+/)) {
      for (let start = 0; start < word.length; start += maxWordLength) {
        total += countWord(word.slice(start, start + maxWordLength))
      }
    }
    return total
  }
}
