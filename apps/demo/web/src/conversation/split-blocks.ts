import { Lexer } from 'marked'

/** Streaming Markdown: the complete blocks, and the tail that may still change. */
export interface GrowingMarkdown {
  readonly blocks: readonly string[]
  readonly tail: string
}

/** Empty text, before the first chunk. */
export const emptyMarkdown: GrowingMarkdown = { blocks: [], tail: '' }

/**
 * Appends text. Only the tail is parsed again, so that the cost does not grow with the length of the answer. A complete
 * block stays the same string and does not need to be rendered again.
 */
export function appendMarkdown({ blocks, tail }: GrowingMarkdown, text: string): GrowingMarkdown {
  // Inline content, which is most of the work, is not parsed here.
  const pieces = new Lexer().blockTokens(tail + text).map(({ raw }) => raw)
  if (pieces.length < 2) return { blocks, tail: tail + text }
  const last = pieces.pop()!
  const complete = pieces.join('')
  // The lexer normalizes line breaks. Unless its output equals the input, treat all text as incomplete.
  if (complete + last !== tail + text) return { blocks, tail: tail + text }
  return { blocks: [...blocks, ...pieces.filter((piece) => piece.trim() !== '')], tail: last }
}
