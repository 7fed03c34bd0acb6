import type { Logger } from '../logger.ts'
import type { Store } from '../store/store.ts'
import { createMemorySlots } from './concurrency-slots/memory.ts'
import { createStoredSlots } from './concurrency-slots/stored.ts'
import type { ConcurrencySlots } from './concurrency-slots.ts'
import type { SlidingWindow, WindowSize } from './sliding-window.ts'
import { createMemoryWindow } from './sliding-windows/memory.ts'
import { createStoredWindow } from './sliding-windows/stored.ts'

/** Counters for concurrency and rate limits. */
export interface LimitCounters {
  readonly concurrencySlots: ConcurrencySlots
  /** Creates a sliding window. */
  makeWindow(size: WindowSize): SlidingWindow
  /** Returns a factory of 60-second windows with a shared name. */
  makeMinuteWindow(name: string): (maxEvents: number) => SlidingWindow
}

/** Options of {@link createLimitCounters}. */
export interface LimitCounterOptions {
  /** Whether other processes share the store. If so, counters are kept in the store, otherwise in memory. */
  readonly isShared: boolean
  readonly logger: Logger
  readonly now: () => number
}

/** Creates the counters of a server. */
export function createLimitCounters(store: Store, { isShared, logger, now }: LimitCounterOptions): LimitCounters {
  const makeWindow = (size: WindowSize) =>
    isShared ? createStoredWindow(store, size, now) : createMemoryWindow(size, now)
  return {
    concurrencySlots: isShared ? createStoredSlots(store, { logger, now }) : createMemorySlots(),
    makeWindow,
    makeMinuteWindow: (name) => (maxEvents) => makeWindow({ name, maxEvents, lengthMs: 60_000 }),
  }
}
