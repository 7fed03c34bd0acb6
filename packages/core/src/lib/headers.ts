/** Headers by lower-case name, checked against header injection. */
export function lowerCaseHeaders(headers: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TypeError(`"${name}" is no header name`)
    if (/[\0\r\n]/.test(value)) throw new TypeError(`Header ${name} holds a line break`)
    result[name.toLowerCase()] = value
  }
  return result
}
