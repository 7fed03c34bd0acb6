import type { Call } from '../call.ts'
import type { CallScope } from '../call-scope.ts'

/** Options of an engine call. */
export interface ServerCallOptions {
  readonly signal: AbortSignal
  /** User id, by which engines schedule users in turn. */
  readonly caller: string
  /** For the emulator, if there is one. */
  readonly scope?: CallScope
}

/** Returns the options of an engine call. */
export function engineOptionsOf({ signal, principal, scope }: Call): ServerCallOptions {
  return { signal, caller: principal.userId, ...(scope === undefined ? {} : { scope }) }
}
