import type { Call } from '../context.ts'

/** Returns the options of an engine's call on behalf of a user: engines let users take turns. */
export function engineOptionsOf({ signal, principal }: Call): {
  readonly signal: AbortSignal
  readonly caller: string
} {
  return { signal, caller: principal.userId }
}
