/** Shortest and longest pause between two polls, in milliseconds. */
const shortestMs = 100
const longestMs = 10_000

/** The last fifth is drawn, so that clients that began together do not stay together. */
const jitter = (random: () => number): number => 0.8 + 0.2 * random()

/**
 * Pause before a job is read again, in milliseconds: an eighth of its age, so that a result is known soon however long
 * it takes, and hours cost no more than a request every ten seconds.
 */
export function pauseAtAge(ageMs: number, random: () => number): number {
  return Math.min(longestMs, Math.max(shortestMs, ageMs / 8)) * jitter(random)
}

/** Least pause after so many polls failed in a row, in milliseconds. */
export function pauseAfterFailures(failures: number, random: () => number): number {
  return Math.min(longestMs, 250 * 2 ** failures) * jitter(random)
}

/** Pause that a server asks for in `Retry-After` (seconds or a date), in milliseconds; never shorter than our own shortest. */
export function readRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (!header) return undefined
  const ms = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs
  return Number.isNaN(ms) ? undefined : Math.max(shortestMs, ms)
}
