import { Gate, type PacerState } from './gate.ts'
import { type PacerOptions, type PacerSettings, readPacerOptions } from './pacer-options.ts'

/** Limits the calls of one or several clients. Created by {@link createPacer}, applied by `paceCalls`. */
export interface Pacer {
  /** Waiting calls, running requests and learned limits, at this moment. */
  readonly state: PacerState
}

/** Parts of a pacer for `paceCalls`. */
export interface PacerParts {
  readonly gate: Gate
  readonly settings: PacerSettings
}

const parts = /* @__PURE__ */ new WeakMap<Pacer, PacerParts>()

/**
 * Creates a pacer: a queue in which calls wait until the limits of the server allow them, so that they are not answered
 * with 429. Use one pacer for all clients that share an API key.
 *
 * @param options - Limits; those that are not set are learned.
 * @throws {TypeError | RangeError} when an option is unknown or invalid.
 */
export function createPacer(options: PacerOptions = {}): Pacer {
  const settings = readPacerOptions(options)
  const gate = new Gate(settings)
  const pacer: Pacer = {
    get state() {
      return gate.state
    },
  }
  parts.set(pacer, { gate, settings })
  return pacer
}

/**
 * Returns the parts of a pacer.
 *
 * @throws {TypeError} when the value is not a pacer.
 */
export function partsOf(pacer: Pacer): PacerParts {
  const found = parts.get(pacer)
  if (!found) throw new TypeError('The second argument must be a pacer of createPacer')
  return found
}
