import { splitWords } from '../../sentence-encoder/chunk-text.ts'

/** Maximum number of words of a passage. A harmful sentence or two would be lost in the meaning of a page. */
const maxWords = 30

/** Splits a text into passages of whole sentences where possible, so that all parts are classified equally. */
export function splitPassages(text: string): string[] {
  const words = splitWords(text)
  if (words.length === 0) return []
  if (words.length <= maxWords) return [words.join(' ')]
  const sentences = text.split(/(?<=[.!?;:])\s+|\n+/u).flatMap((sentence) => cutLong(splitWords(sentence)))
  const passages: string[][] = []
  for (const sentence of sentences) {
    const last = passages.at(-1)
    if (last && last.length + sentence.length <= maxWords) last.push(...sentence)
    else passages.push(sentence)
  }
  return passages.map((passage) => passage.join(' '))
}

function cutLong(words: readonly string[]): string[][] {
  const parts = Math.ceil(words.length / maxWords)
  const length = Math.ceil(words.length / parts)
  return Array.from({ length: parts }, (_, part) => words.slice(part * length, (part + 1) * length))
}
