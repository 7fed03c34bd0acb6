import type { Clock, WireRequest } from '@mira/core'
import { checkCount, refuseUnknown, systemClock } from '@mira/core/internal'

/** Options of a pacer; all are optional, and limits that are not set are learned. */
export interface PacerOptions {
  /** Maximum number of requests at once; a stream counts until it ends. Unlimited by default. */
  readonly concurrency?: number | null | undefined
  /** Maximum number of requests in any 60 seconds. */
  readonly requestsPerMinute?: number | null | undefined
  /** Maximum number of tokens in any 60 seconds, estimated before a request and corrected by its usage. */
  readonly tokensPerMinute?: number | null | undefined
  /** Whether limits are learned from rate-limit headers, `Retry-After` and 429s. Defaults to `true`. */
  readonly learn?: boolean | null | undefined
  /**
   * How often a call that is answered with 429 nevertheless waits again, which the server allows because it has not
   * processed it. Such waits are no retries. Only if limits are learned. Defaults to 5.
   */
  readonly requeues?: number | null | undefined
  /** Longest time that a call waits, in milliseconds. Limited by the `total` timeout of the call by default. */
  readonly maxWaitMs?: number | null | undefined
  /** Maximum number of waiting calls. Defaults to 10 000. */
  readonly maxQueued?: number | null | undefined
  /** Estimates the tokens of a request, including its result. Defaults to `estimateTokens`. */
  readonly estimateTokens?: ((request: WireRequest) => number) | null | undefined
  /** Source of time and timers. Defaults to the system clock. */
  readonly clock?: Clock | null | undefined
  /** Random number generator for jitter, returning values in [0, 1). Defaults to `Math.random`. */
  readonly random?: (() => number) | null | undefined
}

/** Resolved {@link PacerOptions}. */
export interface PacerSettings {
  readonly concurrency: number
  readonly requestsPerMinute: number | undefined
  readonly tokensPerMinute: number | undefined
  readonly learn: boolean
  readonly requeues: number
  readonly maxWaitMs: number | undefined
  readonly maxQueued: number
  readonly estimateTokens: ((request: WireRequest) => number) | undefined
  readonly clock: Clock
  readonly random: () => number
}

/**
 * Validates the options of a pacer.
 *
 * @throws {TypeError | RangeError} when an option is unknown or invalid.
 */
export function readPacerOptions(options: PacerOptions): PacerSettings {
  const {
    concurrency,
    requestsPerMinute,
    tokensPerMinute,
    learn,
    requeues,
    maxWaitMs,
    maxQueued,
    estimateTokens,
    clock,
    random,
    ...unknown
  } = options
  refuseUnknown(unknown, 'PacerOptions')
  const counts = { concurrency, requestsPerMinute, tokensPerMinute }
  for (const [name, value] of Object.entries(counts)) if (value != null) checkCount(name, value, { min: 1 })
  for (const [name, value] of Object.entries({ requeues, maxWaitMs, maxQueued })) {
    if (value != null) checkCount(name, value, { min: 0 })
  }
  return {
    concurrency: concurrency ?? Number.POSITIVE_INFINITY,
    requestsPerMinute: requestsPerMinute ?? undefined,
    tokensPerMinute: tokensPerMinute ?? undefined,
    learn: learn ?? true,
    requeues: (learn ?? true) ? (requeues ?? 5) : 0,
    maxWaitMs: maxWaitMs ?? undefined,
    maxQueued: maxQueued ?? 10_000,
    estimateTokens: estimateTokens ?? undefined,
    clock: clock ?? systemClock,
    random: random ?? Math.random,
  }
}
