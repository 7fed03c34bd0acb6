/** Source of time and timers; tests use a virtual one. */
export interface Clock {
  /** Returns the current time in milliseconds since the Unix epoch. */
  now(): number
  /** Calls `callback` once after `ms` milliseconds and returns a handle for `clearTimeout`. */
  setTimeout(callback: () => void, ms: number): unknown
  /** Cancels a timer. */
  clearTimeout(timer: unknown): void
}

/** The system clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
}
