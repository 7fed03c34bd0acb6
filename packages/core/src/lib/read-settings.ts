/**
 * Merges numeric settings with their defaults.
 *
 * @param group - Name for error messages, such as `timeout`.
 * @param least - Minimum value.
 * @throws {TypeError} when a name is unknown.
 * @throws {RangeError} when a value is not a number or is too small.
 */
export function readSettings<Settings extends object>(
  group: string,
  given: Partial<Settings>,
  base: Settings,
  least: number,
): Settings {
  const settings = { ...base }
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    if (!(name in base)) throw new TypeError(`${group}.${name} is unknown; there are ${Object.keys(base).join(', ')}`)
    if (!(typeof value === 'number' && value >= least))
      throw new RangeError(`${group}.${name} must be a number of at least ${least}`)
    Object.assign(settings, { [name]: value })
  }
  return settings
}
