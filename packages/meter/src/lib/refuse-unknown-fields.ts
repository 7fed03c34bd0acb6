/**
 * Refuses unknown fields, so that a misspelled one is not ignored. Those that are `undefined` or `null` are ignored.
 *
 * @param owner - Name of the object, for the error.
 * @throws {TypeError} when there is one.
 */
export function refuseUnknownFields(owner: string, given: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(given))
    if (value != null && !known.includes(name)) throw new TypeError(`${name} of ${owner} is unknown`)
}
