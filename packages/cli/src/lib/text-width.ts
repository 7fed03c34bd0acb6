/** The selector U+FE0F turns a symbol of text, such as ☀, into an emoji. */
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u

const segmentsOf = (text: string): string[] =>
  Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text), ({ segment }) => segment)

const widthOfSegment = (segment: string): number => (wide.test(segment) ? 2 : 1)

/** Returns the number of columns that a text without control characters takes on a terminal. */
export function textWidth(text: string): number {
  return segmentsOf(text).reduce((sum, segment) => sum + widthOfSegment(segment), 0)
}

/** Cuts a text to a number of columns; a cut one ends with an ellipsis. */
export function truncate(text: string, maxWidth: number): string {
  if (textWidth(text) <= maxWidth) return text
  let cut = ''
  let width = 0
  for (const segment of segmentsOf(text)) {
    width += widthOfSegment(segment)
    if (width > maxWidth - 1) break
    cut += segment
  }
  return maxWidth > 0 ? `${cut}…` : ''
}

/** Adds spaces up to a number of columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}
