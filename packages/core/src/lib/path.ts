/**
 * Builds a path with every inserted value percent-encoded, so that an id can neither leave its segment nor add a query.
 *
 * @example path`/v1/video/${id}`
 * @throws {TypeError} when a value is empty, `.` or `..`, which would change the path, or contains a lone surrogate.
 */
export function path(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return String.raw({ raw: strings }, ...values.map(encodeSegment))
}

function encodeSegment(value: string | number): string {
  const text = String(value)
  try {
    if (!/^\.{0,2}$/.test(text)) return encodeURIComponent(text)
  } catch {
    // A lone surrogate has no UTF-8 encoding.
  }
  throw new TypeError(`"${text}" is not a valid id: it is empty, changes the path, or is not well-formed Unicode`)
}
