import { isInWindow, type SlidingWindow, secondsUntilGone, toWindowState, type WindowSize } from '../sliding-window.ts'

/** Number of keys from which inactive ones are removed. */
const sweepSize = 10_000

/** Creates a window that is counted in the memory of this process. */
export function createMemoryWindow({ maxEvents, lengthMs }: WindowSize, now: () => number): SlidingWindow {
  const times = new Map<string, number[]>()

  function recent(key: string): number[] {
    const at = { lengthMs, now: now() }
    const current = (times.get(key) ?? []).filter((time) => isInWindow(time, at))
    if (current.length === 0) times.delete(key)
    else times.set(key, current)
    return current
  }

  function untilRoom(key: string): number | undefined {
    const current = recent(key)
    if (current.length < maxEvents) return undefined
    return secondsUntilGone(current[current.length - maxEvents]!, { lengthMs, now: now() })
  }

  return {
    async count(key) {
      const seconds = untilRoom(key)
      if (seconds !== undefined) return seconds
      if (times.size >= sweepSize) for (const inactive of [...times.keys()]) recent(inactive)
      times.set(key, [...(times.get(key) ?? []), now()])
      return undefined
    },
    async read(key) {
      const current = recent(key)
      return toWindowState({ count: current.length, latest: current.at(-1) }, { maxEvents, lengthMs, now: now() })
    },
  }
}
