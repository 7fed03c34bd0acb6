/**
 * Returns the headers by lower-case name, validated against header injection.
 *
 * @throws {TypeError} when a name or value is not valid.
 */
export function lowerCaseHeaders(headers: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TypeError(`"${name}" is no header name`)
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) throw new TypeError(`Header ${name} holds characters that no header has`)
    result[name.toLowerCase()] = value
  }
  return result
}
