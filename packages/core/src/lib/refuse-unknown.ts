/**
 * Refuses unknown options, so that a misspelled one, or one of another library, is not ignored. Options that are
 * `undefined` or `null` are ignored.
 *
 * @param rest - Options that remain when the known ones are removed.
 * @param type - Name of the type that lists the known ones.
 * @throws {TypeError} when there is one.
 */
export function refuseUnknown(rest: object, type: string): void {
  for (const [name, value] of Object.entries(rest)) {
    if (value != null) throw new TypeError(`${name} is unknown; use the names in ${type}`)
  }
}
