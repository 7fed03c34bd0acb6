/** @throws {RangeError} for anything but a whole number from 1. */
export function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} must be a whole number from 1, not ${value}`)
}
