/** Returns the trimmed string; `undefined` if it is empty or the value is not a string. */
export const asText = (value: unknown): string | undefined => (typeof value === 'string' && value.trim()) || undefined

/** Whether a value is an object rather than a list or a primitive value. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns the value if it is an object, otherwise an empty object. */
export const toRecord = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})

/** Parses JSON; returns `undefined` when the text is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

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
