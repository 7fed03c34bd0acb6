import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'

/**
 * How long a request waits for its turn before it is refused. Refusals that came at once would only bring their
 * callers back: measured with four times the callers it bears, a server then spends itself on refusing and answers
 * almost nobody.
 */
const patienceMs = 500

/**
 * Lets only so many requests work at once; those beyond wait a moment for their turn, in order, and are refused after
 * it. What waits costs a socket and a timer. An open stream does not count any more.
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

/** Turns to work, of which there are only so many. */
interface Turns {
  /** Waits for a turn; false when it did not come in time. */
  take(): Promise<boolean>
  /** Gives a turn to the next who waits. */
  pass(): void
}

function createTurns(most: number): Turns {
  /** Told to go by those who are done; a set keeps their order, and lets one leave from its middle. */
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
