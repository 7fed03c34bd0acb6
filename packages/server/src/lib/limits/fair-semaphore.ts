import { ApiError } from '../api-error.ts'
import { rateLimited } from './request-rate.ts'

/** Releases permits. Idempotent. */
export type ReleasePermits = () => void

/** Counting semaphore that no single user can exhaust. */
export interface FairSemaphore {
  /**
   * Acquires permits, waiting in the user's queue for at most the timeout. Queues are served in turn, so a user with
   * many waiting requests delays only its own.
   *
   * @param weight - Number of permits. Defaults to 1. A request for more than the share is granted once the user holds
   * none.
   * @throws {ApiError} 429 when the user's share, 503 when the whole capacity is still in use after the timeout.
   */
  acquire(userId: string, weight?: number): Promise<ReleasePermits>
  /** Acquires permits without waiting; returns undefined if they are in use. */
  tryAcquire(userId: string, weight?: number): ReleasePermits | undefined
}

/** Options of {@link createFairSemaphore}. */
export interface FairSemaphoreOptions {
  /** Permits for all users. */
  readonly capacity: number
  /** Permits for one user. */
  readonly share: number
  /** Name of what the permits are for, such as `requests at once`, for error messages. */
  readonly unit: string
}

/**
 * Maximum wait, in milliseconds. An immediate rejection would only make clients retry: measured with four times as many
 * clients as it can serve, a server then spends its time on rejections and serves almost no requests.
 */
const queueTimeoutMs = 500

/** Request that waits for permits. */
interface Waiter {
  readonly weight: number
  grant(): void
}

/** Creates a fair semaphore. */
export function createFairSemaphore({ capacity, share, unit }: FairSemaphoreOptions): FairSemaphore {
  const held = new Map<string, number>()
  const queues = new UserQueues()
  let total = 0

  const hasRoom = (used: number, weight: number, max: number) => used === 0 || used + weight <= max
  const isWithinShare = (userId: string, weight: number) => hasRoom(held.get(userId) ?? 0, weight, share)
  const fits = (userId: string, weight: number) => isWithinShare(userId, weight) && hasRoom(total, weight, capacity)

  function take(userId: string, weight: number): ReleasePermits {
    total += weight
    held.set(userId, (held.get(userId) ?? 0) + weight)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      total -= weight
      const rest = held.get(userId)! - weight
      if (rest === 0) held.delete(userId)
      else held.set(userId, rest)
      queues.serve((user, waiter) => total < capacity && fits(user, waiter.weight))
    }
  }

  function wait(userId: string, weight: number): Promise<ReleasePermits> {
    return new Promise((resolve, reject) => {
      const waiter = {
        weight,
        grant() {
          clearTimeout(timer)
          resolve(take(userId, weight))
        },
      }
      const timer = setTimeout(() => {
        queues.remove(userId, waiter)
        reject(hasRoom(total, weight, capacity) ? rateLimited(`${share} ${unit}`, 1) : busy())
      }, queueTimeoutMs)
      queues.add(userId, waiter)
    })
  }

  const tryAcquire = (userId: string, weight = 1) =>
    queues.has(userId) || !fits(userId, weight) ? undefined : take(userId, weight)

  return {
    tryAcquire,
    acquire: async (userId, weight = 1) => tryAcquire(userId, weight) ?? wait(userId, weight),
  }
}

/** Waiters by user. Users are in the order in which they are served next. */
class UserQueues {
  readonly #queues = new Map<string, Set<Waiter>>()

  has(userId: string): boolean {
    return this.#queues.has(userId)
  }

  add(userId: string, waiter: Waiter): void {
    this.#queues.set(userId, (this.#queues.get(userId) ?? new Set<Waiter>()).add(waiter))
  }

  remove(userId: string, waiter: Waiter): void {
    const queue = this.#queues.get(userId)
    queue?.delete(waiter)
    if (queue?.size === 0) this.#queues.delete(userId)
  }

  /** Grants each user's first waiter in turn, as far as `canServe` allows. */
  serve(canServe: (userId: string, waiter: Waiter) => boolean): void {
    for (const [userId, queue] of this.#queues) {
      const [waiter] = queue
      if (waiter === undefined || !canServe(userId, waiter)) continue
      this.remove(userId, waiter)
      // The next grant is another user's.
      if (this.#queues.delete(userId)) this.#queues.set(userId, queue)
      waiter.grant()
    }
  }
}

function busy(): ApiError {
  return new ApiError(503, 'The server is busy; retry after 1 second', { retryAfterSeconds: 1 })
}
