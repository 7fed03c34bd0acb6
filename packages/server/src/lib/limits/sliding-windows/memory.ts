import { type SlidingWindow, secondsUntil, type WindowSize } from '../sliding-window.ts'

/** Number of keys from which inactive ones are removed. */
const sweepSize = 10_000

/** Creates a window that is counted in the memory of this process. */
export function createMemoryWindow({ most, lengthMs }: WindowSize, now: () => number): SlidingWindow {
  const times = new Map<string, number[]>()

  function recent(key: string): number[] {
    const start = now() - lengthMs
    const kept = (times.get(key) ?? []).filter((time) => time > start)
    if (kept.length === 0) times.delete(key)
    else times.set(key, kept)
    return kept
  }

  function untilRoom(key: string): number | undefined {
    const kept = recent(key)
    if (kept.length < most) return undefined
    return secondsUntil(kept[kept.length - most]! + lengthMs, now())
  }

  return {
    secondsUntilRoom: async (key) => untilRoom(key),
    async count(key) {
      const seconds = untilRoom(key)
      if (seconds !== undefined) return seconds
      if (times.size >= sweepSize) for (const quiet of [...times.keys()]) recent(quiet)
      times.set(key, [...(times.get(key) ?? []), now()])
      return undefined
    },
  }
}
