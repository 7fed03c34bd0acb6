import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'

/**
 * Maximum wait in the queue, in milliseconds. An immediate rejection would only make clients retry: measured with four
 * times as many clients as it can serve, a server then spends its time on rejections and serves almost no requests.
 */
const queueTimeoutMs = 500

/**
 * Limits concurrent requests. Excess requests wait briefly in a FIFO queue and are then rejected with 503. A queued
 * request costs a socket and a timer. A request no longer counts once its response has started to stream.
 */
export function limitConcurrency(maxConcurrentRequests: number) {
  const semaphore = createSemaphore(maxConcurrentRequests)
  return createMiddleware(async (_c, next) => {
    if (!(await semaphore.acquire())) {
      throw new ApiError(503, 'The server is busy; retry after 1 second', { retryAfterSeconds: 1 })
    }
    try {
      await next()
    } finally {
      semaphore.release()
    }
  })
}

/** Counting semaphore with a timeout. */
interface Semaphore {
  /** Acquires a permit; resolves to false on timeout. */
  acquire(): Promise<boolean>
  /** Releases a permit to the next waiter. */
  release(): void
}

function createSemaphore(permits: number): Semaphore {
  /** Waiters in FIFO order; a set, so that one that times out can be removed from the middle. */
  const waiting = new Set<() => void>()
  let taken = 0
  return {
    async acquire() {
      if (taken < permits) {
        taken += 1
        return true
      }
      return new Promise((resolve) => {
        const grant = () => {
          clearTimeout(timer)
          resolve(true)
        }
        const timer = setTimeout(() => {
          waiting.delete(grant)
          resolve(false)
        }, queueTimeoutMs)
        waiting.add(grant)
      })
    },
    release() {
      const [next] = waiting
      if (next === undefined) {
        taken -= 1
        return
      }
      waiting.delete(next)
      next()
    },
  }
}
