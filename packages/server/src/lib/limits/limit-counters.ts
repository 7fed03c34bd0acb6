import type { Logger } from '../logger.ts'
import type { Store } from '../store/store.ts'
import { createMemoryPlaces } from './places/memory.ts'
import { createStoredPlaces } from './places/stored.ts'
import type { Places } from './places.ts'
import type { SlidingWindow, WindowSize } from './sliding-window.ts'
import { createMemoryWindow } from './sliding-windows/memory.ts'
import { createStoredWindow } from './sliding-windows/stored.ts'

/** What limits of short spans are counted with. */
export interface LimitCounters {
  readonly places: Places
  makeWindow(size: WindowSize): SlidingWindow
  /** A window of 60 seconds. */
  makeMinuteWindow(name: string): (most: number) => SlidingWindow
}

/** Options of {@link createLimitCounters}. */
export interface LimitCounterOptions {
  /** Whether other processes serve from the same store: then the store counts, else this process. */
  readonly isShared: boolean
  readonly logger: Logger
  readonly now: () => number
}

export function createLimitCounters(store: Store, { isShared, logger, now }: LimitCounterOptions): LimitCounters {
  const makeWindow = (size: WindowSize) =>
    isShared ? createStoredWindow(store, size, now) : createMemoryWindow(size, now)
  return {
    places: isShared ? createStoredPlaces(store, { logger, now }) : createMemoryPlaces(),
    makeWindow,
    makeMinuteWindow: (name) => (most) => makeWindow({ name, most, lengthMs: 60_000 }),
  }
}
