import type { ReplayClock } from '../emulator/recording/timeline.ts'

/** Clock whose time a test advances, from timer to timer. */
export interface ManualClock extends ReplayClock {
  /** Times of the pending timers, in order. */
  readonly pending: readonly number[]
  /** Advances the time to the next timer, and runs it. */
  advance(): void
}

/** Creates a clock that starts at 0. */
export function createManualClock(): ManualClock {
  const timers = new Map<number, { readonly dueAtMs: number; readonly callback: () => void }>()
  let nowMs = 0
  let lastId = 0
  const inOrder = () => [...timers].toSorted(([, one], [, other]) => one.dueAtMs - other.dueAtMs)
  return {
    now: () => nowMs,
    setTimeout(callback, ms) {
      lastId += 1
      timers.set(lastId, { dueAtMs: nowMs + ms, callback })
      return lastId
    },
    clearTimeout: (id) => void timers.delete(id as number),
    get pending() {
      return inOrder().map(([, { dueAtMs }]) => dueAtMs)
    },
    advance() {
      const [id, { dueAtMs, callback }] = inOrder()[0]!
      timers.delete(id)
      nowMs = dueAtMs
      callback()
    },
  }
}
