import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DeadlineOptions } from './deadline.ts'

/** A snapshot of the active resources of the process. Created by {@link leakCheck}. */
export interface LeakCheck {
  /**
   * Returns the resources added since the snapshot, by type: `{ Timeout: 1, TCPSocketWrap: 2 }`; empty if none leaked.
   * Waits up to `timeoutMs`, 1 000 by default, for resources that are being closed.
   */
  difference(options?: DeadlineOptions): Promise<Record<string, number>>
}

/**
 * Creates a snapshot of the active resources of this process: timers, sockets, files, workers.
 * Does not include those that do not keep the process alive (`unref()`) and idle sockets of a `fetch` pool.
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
  // This check itself waits with immediates, which cannot outlive a turn.
  const types = process.getActiveResourcesInfo().filter((type) => type !== 'Immediate')
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return counts
}

function subtract(after: Map<string, number>, before: Map<string, number>): Record<string, number> {
  const excess = [...after].map(([type, count]) => [type, count - (before.get(type) ?? 0)] as const)
  return Object.fromEntries(excess.filter(([, count]) => count > 0))
}
