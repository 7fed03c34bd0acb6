import { splitWords } from '../../sentence-encoder/chunk-text.ts'

/** Words of one passage: what is harmful in a sentence or two drowns in the meaning of a page. */
const maxWords = 30

/** Cuts a text into passages of whole sentences where they fit, so that its end is judged like its beginning. */
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
