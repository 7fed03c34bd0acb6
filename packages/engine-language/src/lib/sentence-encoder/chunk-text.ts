/** Chunk of text that fits one pass of the model. */
export interface TextChunk {
  readonly text: string
  readonly tokens: number
}

/** Splits a text into words. Longer words than the model knows are cut, so that every input has a break. */
export function splitWords(text: string): string[] {
  return text.match(/\S{1,64}/gu) ?? []
}

/**
 * Splits a text into chunks of nearly equal length, each within the window.
 *
 * @param words - Words from {@link splitWords}.
 * @param tokens - Token count of each word.
 */
export function chunkText(words: readonly string[], tokens: readonly number[], windowTokens: number): TextChunk[] {
  const total = tokens.reduce((sum, count) => sum + count, 0)
  const target = Math.ceil(total / Math.ceil(total / windowTokens))
  const chunks: TextChunk[] = []
  let start = 0
  let size = 0
  for (let index = 0; index < words.length; index++) {
    const next = tokens[index] ?? 0
    if (size > 0 && size + next > target) {
      chunks.push({ text: words.slice(start, index).join(' '), tokens: size })
      start = index
      size = 0
    }
    size += next
  }
  chunks.push({ text: words.slice(start).join(' '), tokens: size })
  return chunks
}
