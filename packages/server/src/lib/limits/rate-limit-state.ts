/** State of a rate limit for one caller. */
export interface RateLimitState {
  /** Maximum events in the window of the limit. */
  readonly limit: number
  /** Events that are allowed now. */
  readonly remaining: number
  /** Time until as many events as possible are allowed again, in milliseconds; 0 if they are. */
  readonly resetMs: number
}

/** State of the limits of a caller; undefined for no limit. */
export interface RateLimitStates {
  readonly requests?: RateLimitState | undefined
  readonly tokens?: RateLimitState | undefined
}

/** Returns the state that leaves a caller the least: the fewest events, and of those the longest reset. */
export function findTightest(states: readonly (RateLimitState | undefined)[]): RateLimitState | undefined {
  const limited = states.filter((state) => state !== undefined)
  return limited.sort((a, b) => a.remaining - b.remaining || b.resetMs - a.resetMs)[0]
}
