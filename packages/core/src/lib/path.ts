/**
 * Builds a path with every inserted value percent-encoded, so that an id can neither leave its segment nor add a query.
 *
 * @example path`/v1/video/${id}`
 * @throws {TypeError} when a value is empty, `.` or `..`, which would change the path.
 */
export function path(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  let result = strings[0] ?? ''
  values.forEach((value, index) => {
    const text = String(value)
    if (text === '' || text === '.' || text === '..')
      throw new TypeError(`"${text}" is not a valid id: it would change the path`)
    result += encode(text) + strings[index + 1]
  })
  return result
}

function encode(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    throw new TypeError('An id must be well-formed Unicode; this one contains a lone surrogate')
  }
}
