/** Replaces API keys in a text, such as an argument that is repeated in an error message. */
export function redact(text: string): string {
  const key = process.env.MIRA_API_KEY
  // A key of another form, such as that of a proxy. A shorter one could be part of any word.
  const others = key !== undefined && key.length >= 8 ? text.replaceAll(key, '…') : text
  return others.replace(/sk-mira-[\w-]*/gi, 'sk-mira-…')
}
