import { getEventListeners } from 'node:events'

/** How many `abort` listeners a signal has: as many as before the call, or something was not undone. */
export function countAbortListeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length
}
