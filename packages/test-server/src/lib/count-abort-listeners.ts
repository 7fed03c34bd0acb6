import { getEventListeners } from 'node:events'

/** Returns the number of `abort` listeners of a signal; if a call leaves more than before, it leaked one. */
export function countAbortListeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length
}
