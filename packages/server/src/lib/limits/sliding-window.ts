import type { Store } from '../store/store.ts'

/** Counts events of a key in the time just past. */
export interface SlidingWindow {
  /**
   * Counts an event unless the window is full; then gives the seconds until the oldest leaves it.
   *
   * @param within The store inside a transaction that is open already, and that a full window has to undo.
   */
  count(key: string, within?: Store): Promise<number | undefined>
  /** Seconds until a full window has room, without counting. */
  secondsUntilRoom(key: string): Promise<number | undefined>
}

/** What a window holds. */
export interface WindowSize {
  /** Tells windows of different limits apart. */
  readonly name: string
  /** Events of a key that fit into it. */
  readonly most: number
  readonly lengthMs: number
}

/** Whole seconds to wait until a time, at least one. */
export function secondsUntil(time: number, now: number): number {
  return Math.max(1, Math.ceil((time - now) / 1_000))
}
