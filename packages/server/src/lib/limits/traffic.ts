import type { ServerLimits } from '../server-limits.ts'
import { type CallRate, createCallRate } from './call-rate.ts'
import { createFairSemaphore, type FairSemaphore } from './fair-semaphore.ts'

/** Resources of this process that users share fairly. */
export interface Traffic {
  /** Requests that are being processed. */
  readonly turns: FairSemaphore
  /** Bytes of JSON bodies in memory. */
  readonly bodyMemory: FairSemaphore
  /** Bytes of uploads on disk. */
  readonly spool: FairSemaphore
  /** Requests that wait for a change of a job. */
  readonly heldPolls: FairSemaphore
  /** Calls that no plan limits, by user or address. */
  readonly freeCalls: CallRate
  /** Created API keys, by user. */
  readonly createdKeys: CallRate
  /** Rejections stored under an idempotency key, by API key. */
  readonly storedRejections: CallRate
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Creates the shared resources of a server. */
export function createTraffic(limits: ServerLimits, now: () => number): Traffic {
  const perDay = (maxCalls: number) => createCallRate({ maxCalls, periodMs: dayMs, now })
  return {
    turns: createFairSemaphore({
      capacity: limits.maxConcurrentRequests,
      share: limits.maxConcurrentRequestsPerUser,
      unit: 'requests at once',
    }),
    bodyMemory: shareOut(limits.maxBodyMemoryBytes, 4, 'bytes of request bodies at once'),
    spool: shareOut(limits.maxSpoolBytes, 8, 'bytes of uploads at once'),
    heldPolls: createFairSemaphore({
      capacity: Number.POSITIVE_INFINITY,
      share: limits.maxHeldPollsPerUser,
      unit: 'waiting requests',
    }),
    freeCalls: createCallRate({ maxCalls: limits.freeCallsPerMinute, periodMs: minuteMs, now }),
    createdKeys: perDay(limits.createdKeysPerDay),
    storedRejections: perDay(limits.storedRejectionsPerDay),
  }
}

/** Creates a semaphore for bytes, of which a user can hold a fraction. */
function shareOut(capacity: number, parts: number, unit: string): FairSemaphore {
  return createFairSemaphore({ capacity, share: Math.ceil(capacity / parts), unit })
}
