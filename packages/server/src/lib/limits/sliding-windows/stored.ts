import type { Store } from '../../store/store.ts'
import { type SlidingWindow, secondsUntil, type WindowSize } from '../sliding-window.ts'

/** Full windows that are remembered; beyond it all are forgotten, and the store is asked again. */
const maxRemembered = 10_000

/** A window that all processes on one store count together. */
export function createStoredWindow(
  store: Store,
  { name, most, lengthMs }: WindowSize,
  now: () => number,
): SlidingWindow {
  const scopeOf = (key: string) => `${name}:${key}`
  // Nothing leaves a full window before its oldest event does: until then nobody needs to ask the store.
  const fullUntil = new Map<string, number>()

  function secondsIfFull(key: string): number | undefined {
    const until = fullUntil.get(key)
    if (until === undefined) return undefined
    if (until > now()) return secondsUntil(until, now())
    fullUntil.delete(key)
    return undefined
  }

  /** @param oldest The event that is `most` events older than the next. */
  function noteIfFull(key: string, oldest: number | undefined): number | undefined {
    if (oldest === undefined || oldest + lengthMs <= now()) return undefined
    if (fullUntil.size >= maxRemembered) fullUntil.clear()
    fullUntil.set(key, oldest + lengthMs)
    return secondsIfFull(key)
  }

  async function countWithin(inner: Store, key: string): Promise<number | undefined> {
    return noteIfFull(key, await inner.limits.count(scopeOf(key), { most, at: now() }))
  }

  return {
    async secondsUntilRoom(key) {
      return secondsIfFull(key) ?? noteIfFull(key, await store.limits.findOldest(scopeOf(key), most))
    },
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
  }
}

/** Undoes the transaction in which an event found no room. */
class WindowFull extends Error {
  readonly seconds: number

  constructor(seconds: number) {
    super('The window is full')
    this.seconds = seconds
  }
}
