/**
 * Builds a path in which every inserted value is encoded, so that an id can neither leave its segment nor add a query.
 *
 * @example path`/v1/video/${id}`
 * @throws {TypeError} for an empty value, `.` or `..`, which would name another path.
 */
export function path(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  let result = strings[0] ?? ''
  values.forEach((value, index) => {
    const text = String(value)
    if (text === '' || text === '.' || text === '..')
      throw new TypeError(`"${text}" is no id: it would name another path`)
    result += encodeURIComponent(text) + strings[index + 1]
  })
  return result
}
