/** Part of a text that a model reads at once. */
export interface TextPart<Encoded> {
  readonly encoded: Encoded
  /** Number of its tokens. */
  readonly tokens: number
}

/**
 * Encodes a text, by halves if it is too long for the model, so that all of it is read. The parts end at white space where there is
 * some near the middle.
 *
 * @param encode - Encodes a text and counts its tokens.
 */
export function splitToFit<Encoded>(
  text: string,
  maxTokens: number,
  encode: (text: string) => TextPart<Encoded>,
): readonly TextPart<Encoded>[] {
  const part = encode(text)
  // A single character is read in any case: it cannot be split.
  if (part.tokens <= maxTokens || text.length < 2) return [part]
  return halve(text).flatMap((half) => splitToFit(half, maxTokens, encode))
}

function halve(text: string): readonly [string, string] {
  const middle = Math.floor(text.length / 2)
  const space = text.slice(middle).search(/\s/)
  const at = space < 0 || middle + space >= text.length - 1 ? middle : middle + space
  return [text.slice(0, at), text.slice(at)]
}
