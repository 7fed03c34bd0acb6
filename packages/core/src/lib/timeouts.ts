import type { Timeouts } from './exchange.ts'
import { readSettings } from './read-settings.ts'

const defaults: Timeouts = { total: 600_000, attempt: 600_000, firstEvent: 120_000, idle: 60_000 }

/**
 * Merges timeouts with those of the client or the defaults; a number sets `total`.
 *
 * @throws {RangeError} when a value is not a number of at least 1.
 */
export function readTimeouts(timeout: number | Partial<Timeouts> | undefined, base: Timeouts = defaults): Timeouts {
  if (timeout === undefined) return base
  return readSettings('timeout', typeof timeout === 'number' ? { total: timeout } : timeout, base, 1)
}
