/** Bounds of {@link checkCount}, inclusive. */
export interface CountBounds {
  readonly min: number
  readonly max?: number | undefined
}

/**
 * Checks that a value is an integer within the bounds.
 *
 * @throws {RangeError} when it is not.
 */
export function checkCount(name: string, value: number, { min, max }: CountBounds): void {
  if (Number.isInteger(value) && value >= min && !(max !== undefined && value > max)) return
  const bounds = max === undefined ? `of at least ${min}` : `from ${min} to ${max}`
  throw new RangeError(`${name} must be an integer ${bounds}, not ${value}`)
}
