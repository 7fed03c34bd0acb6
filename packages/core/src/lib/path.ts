/**
 * Builds a path with every inserted value percent-encoded, so that an id can neither leave its segment nor add a query.
 *
 * @example path`/v1/video/${id}`
 * @throws {TypeError} when a value is empty, `.` or `..`, which would change the path.
 */
export function path(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return String.raw({ raw: strings }, ...values.map(encodeSegment))
}

function encodeSegment(value: string | number): string {
  const text = String(value)
  if (/^\.{0,2}$/.test(text)) throw new TypeError(`"${text}" is not a valid id: it would change the path`)
  try {
    return encodeURIComponent(text)
  } catch {
    throw new TypeError('An id must be well-formed Unicode; this one contains a lone surrogate')
  }
}
