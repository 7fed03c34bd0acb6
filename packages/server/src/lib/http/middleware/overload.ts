import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'

/**
 * Maximum wait in the queue, in milliseconds. An immediate rejection would only make clients retry: measured with four
 * times as many clients as it can serve, a server then spends its time on rejections and serves almost no requests.
 */
const patienceMs = 500

/**
 * Limits concurrent requests. Excess requests wait briefly in a FIFO queue and are then rejected with 503. A queued
 * request costs a socket and a timer. A request no longer counts once its response has started to stream.
 */
export function refuseOverload(maxConcurrentRequests: number) {
  const turns = createTurns(maxConcurrentRequests)
  return createMiddleware(async (_c, next) => {
    if (!(await turns.take())) {
      throw new ApiError(503, 'The server is busy; retry after 1 second', { retryAfterSeconds: 1 })
    }
    try {
      await next()
    } finally {
      turns.pass()
    }
  })
}

/** Counting semaphore with a timeout. */
interface Turns {
  /** Acquires a permit; resolves to false on timeout. */
  take(): Promise<boolean>
  /** Releases a permit to the next waiter. */
  pass(): void
}

function createTurns(most: number): Turns {
  /** Waiters in FIFO order; a set, so that one that times out can be removed from the middle. */
  const waiting = new Set<() => void>()
  let taken = 0
  return {
    async take() {
      if (taken < most) {
        taken += 1
        return true
      }
      return new Promise((resolve) => {
        const go = () => {
          clearTimeout(timer)
          resolve(true)
        }
        const timer = setTimeout(() => {
          waiting.delete(go)
          resolve(false)
        }, patienceMs)
        waiting.add(go)
      })
    },
    pass() {
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
