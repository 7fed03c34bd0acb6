import { Lexer } from 'marked'

/** A markdown text that grows: what is complete, block by block, and what may still change. */
export interface GrowingMarkdown {
  readonly blocks: readonly string[]
  readonly tail: string
}

export const emptyMarkdown: GrowingMarkdown = { blocks: [], tail: '' }

/**
 * Adds text. Only the tail is read again, so that a long answer costs no more at its end than at its beginning; a block
 * that is complete stays the same string, and need not be drawn again.
 */
export function appendMarkdown({ blocks, tail }: GrowingMarkdown, text: string): GrowingMarkdown {
  // What stands within a block is not read here, which is most of the work.
  const pieces = new Lexer().blockTokens(tail + text).map(({ raw }) => raw)
  if (pieces.length < 2) return { blocks, tail: tail + text }
  const last = pieces.pop()!
  const complete = pieces.join('')
  // The reader tidies line ends; what it gives back must be all that was given, or nothing is settled yet.
  if (complete + last !== tail + text) return { blocks, tail: tail + text }
  return { blocks: [...blocks, ...pieces.filter((piece) => piece.trim() !== '')], tail: last }
}
