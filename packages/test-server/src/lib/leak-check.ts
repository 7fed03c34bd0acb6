import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DeadlineOptions } from './deadline.ts'

/** A snapshot of what keeps the process busy. Made by {@link leakCheck}. */
export interface LeakCheck {
  /**
   * What there is now beyond the snapshot, once that has settled: `{ Timeout: 1, TCPSocketWrap: 2 }`; empty for no leak.
   * Gives what is being closed until `timeoutMs` (default 1 000) to go.
   */
  difference(options?: DeadlineOptions): Promise<Record<string, number>>
}

/**
 * Takes a snapshot of the active resources of this process: timers, sockets, files, workers.
 * Those that do not keep the process alive (`unref()`) are not seen; neither are sockets a `fetch` pool keeps idle.
 */
export function leakCheck(): LeakCheck {
  const before = countResources()
  return {
    async difference({ timeoutMs = 1_000 } = {}) {
      const deadline = performance.now() + timeoutMs
      for (;;) {
        const excess = subtract(countResources(), before)
        if (Object.keys(excess).length === 0 || performance.now() > deadline) return excess
        await nextTurn()
      }
    },
  }
}

function countResources(): Map<string, number> {
  const counts = new Map<string, number>()
  // An immediate is how this very check waits, and it cannot outlive a turn.
  const types = process.getActiveResourcesInfo().filter((type) => type !== 'Immediate')
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return counts
}

function subtract(after: Map<string, number>, before: Map<string, number>): Record<string, number> {
  const excess = [...after].map(([type, count]) => [type, count - (before.get(type) ?? 0)] as const)
  return Object.fromEntries(excess.filter(([, count]) => count > 0))
}
