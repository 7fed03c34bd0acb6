/**
 * Refuses unknown options, so that a misspelled one is not ignored.
 *
 * @param rest - Options that remain when the known ones are removed.
 * @param type - Name of the type that lists the known ones.
 * @throws {TypeError} when one is neither `undefined` nor `null`.
 */
export function refuseUnknown(rest: object, type: string): void {
  for (const [name, value] of Object.entries(rest)) {
    if (value != null) throw new TypeError(`${name} is unknown; use the names in ${type}`)
  }
}
