/**
 * Checks that a value is an integer of at least 1.
 *
 * @throws {RangeError} when it is not.
 */
export function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} must be a whole number from 1, not ${value}`)
}
