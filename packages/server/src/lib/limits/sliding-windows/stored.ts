import type { Store } from '../../store/store.ts'
import { isInWindow, type SlidingWindow, secondsUntilGone, toWindowState, type WindowSize } from '../sliding-window.ts'

/** Maximum full windows in the cache; it is cleared when full, and the store is queried again. */
const maxCached = 10_000

/** Creates a window that all processes on the store share. */
export function createStoredWindow(
  store: Store,
  { name, maxEvents, lengthMs }: WindowSize,
  now: () => number,
): SlidingWindow {
  const scopeOf = (key: string) => `${name}:${key}`
  // A full window stays full until its oldest event leaves, so the store need not be queried before that.
  const oldestOfFull = new Map<string, number>()

  function secondsIfFull(key: string): number | undefined {
    const oldest = oldestOfFull.get(key)
    if (oldest === undefined) return undefined
    const at = { lengthMs, now: now() }
    if (isInWindow(oldest, at)) return secondsUntilGone(oldest, at)
    oldestOfFull.delete(key)
    return undefined
  }

  /** @param oldest - Time of the event that is `maxEvents` events older than the next one. */
  function cacheIfFull(key: string, oldest: number | undefined): number | undefined {
    if (oldest === undefined || !isInWindow(oldest, { lengthMs, now: now() })) return undefined
    if (oldestOfFull.size >= maxCached) oldestOfFull.clear()
    oldestOfFull.set(key, oldest)
    return secondsIfFull(key)
  }

  async function countWithin(inner: Store, key: string): Promise<number | undefined> {
    return cacheIfFull(key, await inner.limits.count(scopeOf(key), { maxEvents, at: now() }))
  }

  return {
    async count(key, within) {
      const seconds = secondsIfFull(key)
      if (seconds !== undefined) return seconds
      if (within !== undefined) return countWithin(within, key)
      try {
        await store.transaction(async (inner) => {
          const full = await countWithin(inner, key)
          if (full !== undefined) throw new WindowFull(full)
        })
      } catch (error) {
        if (error instanceof WindowFull) return error.seconds
        throw error
      }
      return undefined
    },
    async read(key) {
      const at = { lengthMs, now: now() }
      const events = await store.limits.readEvents(scopeOf(key), { after: at.now - lengthMs, until: at.now + lengthMs })
      return toWindowState(events, { ...at, maxEvents })
    },
  }
}

/** Rolls back the transaction of an event that exceeds the limit. */
class WindowFull extends Error {
  readonly seconds: number

  constructor(seconds: number) {
    super('The window is full')
    this.seconds = seconds
  }
}
