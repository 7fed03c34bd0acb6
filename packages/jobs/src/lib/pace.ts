import type { RawReply } from '@mira/core'
import { parseRetryAfter } from '@mira/core/internal'

/** Minimum and maximum delay between two polls, in milliseconds. */
const shortestMs = 100
const longestMs = 10_000

/** Randomizes the last fifth of a delay, so that clients that started together do not poll in sync. */
const jitter = (random: () => number): number => 0.8 + 0.2 * random()

/**
 * Returns the delay before the next poll, in milliseconds: an eighth of the job's age, at most ten seconds. A result
 * is detected soon relative to the job's duration, and long jobs cost at most one request every ten seconds.
 */
export function pauseAtAge(ageMs: number, random: () => number): number {
  return Math.min(longestMs, Math.max(shortestMs, ageMs / 8)) * jitter(random)
}

/** Returns the minimum delay after a number of consecutive failed polls, in milliseconds. */
export function pauseAfterFailures(failures: number, random: () => number): number {
  return Math.min(longestMs, 250 * 2 ** failures) * jitter(random)
}

/**
 * Returns the delay that a reply requests before the next poll, in milliseconds. A delay below the minimum between
 * polls, such as that of a date in the past, is 0.
 */
export function readRetryAfter({ headers, status }: RawReply, nowMs: number): number | undefined {
  if (!headers.get('retry-after')) return undefined
  const ms = parseRetryAfter((name) => headers.get(name), status, nowMs) ?? 0
  return ms >= shortestMs ? ms : 0
}
