import type { Store } from '../store/store.ts'
import type { RateLimitState } from './rate-limit-state.ts'

/** Sliding window that counts recent events by key. */
export interface SlidingWindow {
  /**
   * Counts an event unless the window is full; then returns the seconds until the oldest event leaves it.
   *
   * @param within - Store of an open transaction, which the caller must roll back when the window is full.
   */
  count(key: string, within?: Store): Promise<number | undefined>
  /** Returns how many events the window still allows, without counting one. */
  read(key: string): Promise<RateLimitState>
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

/** Times by which an event is judged, in milliseconds. */
export interface WindowTimes {
  readonly lengthMs: number
  readonly now: number
}

/**
 * Returns whether an event is in the window. An event that is more than a window ahead was counted before the clock
 * was set back: without this, the window would stay full until the clock has caught up.
 */
export function isInWindow(time: number, { lengthMs, now }: WindowTimes): boolean {
  return time > now - lengthMs && time <= now + lengthMs
}

/** Returns the whole seconds until an event leaves the window, at least 1 and at most the length of the window. */
export function secondsUntilGone(time: number, { lengthMs, now }: WindowTimes): number {
  return secondsUntil(Math.min(time, now) + lengthMs, now)
}

/** Events in a window. */
export interface WindowEvents {
  readonly count: number
  /** Time of the latest one, in milliseconds since 1970; undefined for none. */
  readonly latest: number | undefined
}

/** Returns the state of a window with some events: it is empty again when the latest one has left. */
export function toWindowState(
  { count, latest }: WindowEvents,
  { maxEvents, lengthMs, now }: WindowTimes & { readonly maxEvents: number },
): RateLimitState {
  const resetMs = latest === undefined ? 0 : Math.min(latest, now) + lengthMs - now
  return { limit: maxEvents, remaining: Math.max(0, maxEvents - count), resetMs }
}
