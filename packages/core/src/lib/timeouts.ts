import type { Timeouts } from './exchange.ts'

const defaults: Timeouts = { total: 600_000, attempt: 600_000, firstEvent: 120_000, idle: 60_000 }

/**
 * Completes timeouts from the client's (or the defaults); a number sets `total`.
 *
 * @throws {RangeError} for anything but a positive number.
 */
export function readTimeouts(timeout: number | Partial<Timeouts> | undefined, base: Timeouts = defaults): Timeouts {
  if (timeout === undefined) return base
  const given = typeof timeout === 'number' ? { total: timeout } : timeout
  for (const [name, value] of Object.entries(given)) {
    if (!(name in defaults))
      throw new TypeError(`timeout.${name} is unknown; there are total, attempt, firstEvent and idle`)
    if (value !== undefined && !(typeof value === 'number' && value > 0)) {
      throw new RangeError(`timeout.${name} must be a positive number of milliseconds, or Infinity`)
    }
  }
  return { ...base, ...given } as Timeouts
}
