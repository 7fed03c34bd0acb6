/**
 * Returns whether a match of `second` follows the first match of `first`. Takes time linear in the text, where
 * `/first.*second/` searches the rest of the text again for each match of `first`.
 */
export function hasInOrder(text: string, first: RegExp, second: RegExp): boolean {
  const start = text.search(first)
  return start >= 0 && second.test(text.slice(start))
}
