import { type Client, isMiraError, type Middleware, type Next, type Reply, type WireRequest } from '@mira/core'
import { deriveClient, onCallEnd, refuseUnknown, suspendTimeouts } from '@mira/core/internal'
import { estimateTokens } from './estimate-tokens.ts'
import type { Place } from './gate.ts'
import { type Pacer, type PacerParts, partsOf } from './pacer.ts'
import { readUsage } from './usage.ts'
import { type Priority, priorities } from './wait-queue.ts'

/** Options of {@link paceCalls}. */
export interface PaceOptions {
  /** Whom the calls are for, such as the id of a user: keys take turns. Defaults to a common key. */
  readonly key?: string | null | undefined
  /** Calls of a higher priority go first; every eighth is the one that has waited longest. Defaults to `normal`. */
  readonly priority?: Priority | null | undefined
}

/** Longest delay that the server may ask for; a longer one is a quota rather than a pace. */
const maxRetryAfterMs = 60_000

/** Statuses by which a server says that it has not processed a request because of its load. */
const overloadStatuses = [503, 529]

/**
 * Returns a client whose calls wait in the queue of a pacer until they can be sent. The given client is not changed.
 *
 * The time in the queue counts against the `total` timeout only. A call that is refused with 429, or retried, waits again,
 * before other calls of its key. A stream occupies its place until it ends.
 *
 * @param client - Client created with `createClient`.
 * @param pacer - Pacer, usually shared by several clients.
 * @throws {TypeError} when an option is unknown or invalid.
 */
export function paceCalls<Paced extends Client>(client: Paced, pacer: Pacer, options: PaceOptions = {}): Paced {
  const { key, priority, ...unknown } = options
  refuseUnknown(unknown, 'PaceOptions')
  if (key != null && typeof key !== 'string') throw new TypeError('key must be a string')
  if (priority != null && !priorities.includes(priority))
    throw new TypeError(`priority must be one of ${priorities.join(', ')}, not ${priority}`)
  const middleware = createPacing(partsOf(pacer), { key: key ?? '', priority: priority ?? 'normal' })
  return deriveClient(client, (state) => ({ middleware: [middleware, ...state.middleware] }))
}

function createPacing({ gate, settings }: PacerParts, caller: { key: string; priority: Priority }): Middleware {
  /** Average output of earlier calls, in tokens. */
  let averageOutput: number | undefined
  const estimate = settings.estimateTokens ?? ((request) => estimateTokens(request, averageOutput))
  const settle = (place: Place, result: unknown): void => {
    const usage = readUsage(result)
    const { output } = usage ?? {}
    if (output !== undefined) averageOutput = output + ((averageOutput ?? output) - output) * 0.9
    place.release(usage?.total)
  }
  return async (request, next, context) => {
    const { operation, attempt } = context
    for (let refusals = 0; ; refusals += 1) {
      const resume = suspendTimeouts(context)
      const tokens = gate.countsTokens ? checkEstimate(estimate(request)) : 0
      const isRepeated = attempt + refusals > 1
      const place = await gate.enter({ operation, tokens, ...caller, isRepeated, signal: request.signal })
      resume()
      try {
        const reply = await send(place, request, next)
        onCallEnd(context, () => settle(place, reply.data))
        return reply
      } catch (error) {
        if (refusals >= settings.requeues || !mayWaitAgain(error, request)) throw error
      }
    }
  }
}

/** Whether a request has been refused by a rate limit that is soon over. */
function mayWaitAgain(error: unknown, { body, signal }: WireRequest): boolean {
  return (
    isMiraError(error) &&
    error.status === 429 &&
    (error.retryAfterMs ?? 0) <= maxRetryAfterMs &&
    body?.isReplayable !== false &&
    !signal.aborted
  )
}

/** Sends a request, and reports its outcome to the gate. */
async function send(place: Place, request: WireRequest, next: Next): Promise<Reply> {
  try {
    const reply = await next(request)
    place.accept(reply.headers)
    return reply
  } catch (error) {
    if (isMiraError(error) && error.status !== undefined) {
      const { status, retryAfterMs, rateLimit } = error
      const isRateLimit = status === 429
      if (isRateLimit || overloadStatuses.includes(status)) place.refuse({ isRateLimit, retryAfterMs, rateLimit })
    }
    place.release()
    throw error
  }
}

function checkEstimate(tokens: number): number {
  if (tokens >= 0 && tokens < Number.POSITIVE_INFINITY) return tokens
  throw new RangeError(`estimateTokens must return a number of at least 0, not ${tokens}`)
}
