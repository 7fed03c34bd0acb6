/**
 * Checks the names of options, so that a misspelled one, or one of another library, is not ignored. Options that are
 * `undefined` are not checked.
 *
 * @param prefix - Start of the full names, such as `timeout.`.
 * @throws {TypeError} when a name is unknown.
 */
export function checkNames(prefix: string, options: object, names: readonly string[]): void {
  const unknown = Object.entries(Object(options)).find(([name, value]) => value !== undefined && !names.includes(name))
  if (unknown) throw new TypeError(`${prefix}${unknown[0]} is unknown; use ${names.join(', ')}`)
}
