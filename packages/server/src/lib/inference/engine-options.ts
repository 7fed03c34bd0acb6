import type { Call } from '../call.ts'

/** Returns the options of an engine call, including the user id by which engines schedule users in turn. */
export function engineOptionsOf({ signal, principal }: Call): {
  readonly signal: AbortSignal
  readonly caller: string
} {
  return { signal, caller: principal.userId }
}
