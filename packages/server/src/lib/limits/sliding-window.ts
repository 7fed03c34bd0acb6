import type { Store } from '../store/store.ts'

/** Sliding window that counts recent events by key. */
export interface SlidingWindow {
  /**
   * Counts an event unless the window is full; then returns the seconds until the oldest event leaves it.
   *
   * @param within - Store of an open transaction, which the caller must roll back when the window is full.
   */
  count(key: string, within?: Store): Promise<number | undefined>
  /** Returns the seconds until a full window has room, without counting an event. */
  secondsUntilRoom(key: string): Promise<number | undefined>
}

/** Name and size of a window. */
export interface WindowSize {
  /** Distinguishes windows of different limits. */
  readonly name: string
  /** Maximum events per key. */
  readonly maxEvents: number
  readonly lengthMs: number
}

/** Returns the whole seconds until a time, at least 1. */
export function secondsUntil(time: number, now: number): number {
  return Math.max(1, Math.ceil((time - now) / 1_000))
}
