/** Block of code in a text, with the positions of its fences. */
export interface FencedBlock {
  readonly start: number
  readonly end: number
  /** Text between the fences. */
  readonly content: string
}

/** Finds the first fenced block of a text. */
export function findFencedBlock(text: string): FencedBlock | undefined {
  const start = text.indexOf('```')
  const lineEnd = start < 0 ? -1 : text.indexOf('\n', start)
  const close = lineEnd < 0 ? -1 : text.indexOf('```', lineEnd)
  return close < 0 ? undefined : { start, end: close + 3, content: text.slice(lineEnd + 1, close) }
}
