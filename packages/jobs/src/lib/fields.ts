/** A JSON object with fields of any type. */
export type Fields = { readonly [field: string]: unknown }

/** Returns the value if it is an object, otherwise an empty object. */
export function asRecord(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

/** Returns the trimmed string; `undefined` if it is empty or the value is not a string. */
export function asText(value: unknown): string | undefined {
  return (typeof value === 'string' && value.trim()) || undefined
}

/** Parses JSON. Returns `undefined` for invalid JSON, such as pings and `[DONE]` of a stream, or an empty response. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
