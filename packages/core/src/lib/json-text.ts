/**
 * Encodes a value as JSON that is well-formed Unicode: a lone surrogate, such as half of an emoji from a string cut in
 * two, becomes U+FFFD. `JSON.stringify` escapes it (`\ud83d`), which many servers reject.
 *
 * @throws {TypeError} when the value cannot be represented in JSON.
 */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value)
  if (text === undefined) throw new TypeError('The value cannot be represented in JSON')
  // An even number of backslashes before it belongs to the text itself.
  return text.includes('\\ud') ? text.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f]../g, '$1\ufffd') : text
}
