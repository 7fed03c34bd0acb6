import { type Context, context } from '@opentelemetry/api'
import type { Store } from '../store/store.ts'
import type { Prices } from './prices.ts'
import { type UsageEntry, writeUsage } from './write-usage.ts'

/** Steps around the writing of an entry, in the same transaction. */
export interface WriteSteps {
  /** Runs first; returns whether to write the entry. An entry with this step is written in a transaction of its own. */
  readonly prepare?: ((within: Store) => Promise<boolean>) | undefined
  /** Runs last, just before the commit. May run again if the transaction fails. */
  readonly commit?: (() => void) | undefined
}

/** Writes usage durably. */
export interface UsageWriter {
  /**
   * Resolves once the entry is committed. Entries of a user that arrive while another of that user is being written, or
   * in the same turn of the event loop, share a transaction: many requests wait for one write of the disk. A failure of
   * one does not affect the others.
   *
   * @throws Any error of the steps or of the store; then nothing is written.
   */
  write(entry: UsageEntry, steps?: WriteSteps): Promise<void>
}

/** Maximum entries per transaction. */
const maxGroupSize = 64

interface Waiter {
  readonly entry: UsageEntry
  readonly steps: WriteSteps
  /** Trace of the request. */
  readonly trace: Context
  resolve(): void
  reject(error: unknown): void
}

/** Creates the writer of a server. */
export function createUsageWriter(store: Store, prices: Prices): UsageWriter {
  /** Entries of each user that has any. */
  const queues = new Map<string, Waiter[]>()

  function writeAlone(entry: UsageEntry, { prepare, commit }: WriteSteps): Promise<void> {
    return store.transaction(async (inner) => {
      if ((await prepare?.(inner)) ?? true) await writeUsage(inner, prices, [entry])
      commit?.()
    })
  }

  function writeTogether(group: readonly Waiter[]): Promise<void> {
    const entries = group.map(({ entry }) => entry)
    return store.transaction(async (inner) => {
      await writeUsage(inner, prices, entries)
      for (const { steps } of group) steps.commit?.()
    })
  }

  async function settle(group: readonly Waiter[]): Promise<void> {
    if (group.length > 1) {
      const isWritten = await writeTogether(group).then(
        () => true,
        () => false,
      )
      if (isWritten) return group.forEach(({ resolve }) => void resolve())
    }
    // The ids of entries are unique: one whose commit was not acknowledged is rejected instead of being charged twice.
    for (const { entry, steps, resolve, reject } of group) await writeAlone(entry, steps).then(resolve, reject)
  }

  async function writeAll(userId: string, queue: Waiter[]): Promise<void> {
    do {
      const group = queue.splice(0, maxGroupSize)
      await context.with(group[0]!.trace, () => settle(group))
      // Charges that arrive in this turn of the event loop share a transaction; a lone request does not wait for one.
      await new Promise((resolve) => setImmediate(resolve))
    } while (queue.length > 0)
    queues.delete(userId)
  }

  function enqueue(waiter: Waiter): void {
    const { userId } = waiter.entry
    const queue = queues.get(userId)
    if (queue !== undefined) return void queue.push(waiter)
    const started = [waiter]
    queues.set(userId, started)
    void writeAll(userId, started)
  }

  return {
    write(entry, steps = {}) {
      if (steps.prepare !== undefined) return writeAlone(entry, steps)
      return new Promise((resolve, reject) => {
        enqueue({ entry, steps, trace: context.active(), resolve, reject })
      })
    },
  }
}
