/**
 * Checks that a value is an integer within the bounds.
 *
 * @throws {RangeError} when it is not.
 */
export function checkCount(name: string, value: number, least: number, most: number = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`
  throw new RangeError(`${name} must be a whole number ${range}, not ${value}`)
}
