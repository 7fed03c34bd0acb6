/** A JSON object whose fields may be anything. */
export type Fields = { readonly [field: string]: unknown }

/** The object itself; an empty one for anything else. */
export function asRecord(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

/** The text without the blanks around it; `undefined` for anything else and for blanks alone. */
export function asText(value: unknown): string | undefined {
  return (typeof value === 'string' && value.trim()) || undefined
}

/** Parses JSON; `undefined` for anything else, such as the pings and `[DONE]` of a stream, or an empty reply. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
