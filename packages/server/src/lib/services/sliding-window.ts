/** Counts events of a key in the time just past, in memory. */
export interface SlidingWindow {
  /** Counts an event unless the window is full; then gives the seconds until the oldest leaves it. */
  count(key: string): number | undefined
  /** Seconds until a full window has room, without counting. */
  secondsUntilRoom(key: string): number | undefined
}

/** Keys beyond which those that have gone quiet are forgotten. */
const sweepSize = 10_000

/** @param most Events of a key that fit into `lengthMs`. */
export function createSlidingWindow(most: number, lengthMs: number, now: () => number): SlidingWindow {
  const times = new Map<string, number[]>()

  function recent(key: string): number[] {
    const start = now() - lengthMs
    const kept = (times.get(key) ?? []).filter((time) => time > start)
    if (kept.length === 0) times.delete(key)
    else times.set(key, kept)
    return kept
  }

  function secondsUntilRoom(key: string): number | undefined {
    const kept = recent(key)
    if (kept.length < most) return undefined
    return Math.max(1, Math.ceil((kept[kept.length - most]! + lengthMs - now()) / 1_000))
  }

  return {
    secondsUntilRoom,
    count(key) {
      const seconds = secondsUntilRoom(key)
      if (seconds !== undefined) return seconds
      if (times.size >= sweepSize) for (const quiet of [...times.keys()]) recent(quiet)
      times.set(key, [...(times.get(key) ?? []), now()])
      return undefined
    },
  }
}
