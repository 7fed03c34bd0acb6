/** Replaces API keys in a text, such as an argument that is repeated in an error message. */
export function redact(text: string): string {
  return text.replace(/sk-mira-[\w-]*/gi, 'sk-mira-…')
}
