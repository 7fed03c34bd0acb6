/** Fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>

/** Returns the value if it is a non-empty string. */
export const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Returns the value as a number if it is a finite number or a numeric string. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Returns the first of the named fields that is neither absent nor null. */
export function firstField(fields: Fields, names: readonly string[]): unknown {
  return names.map((name) => fields[name]).find((value) => value != null)
}
