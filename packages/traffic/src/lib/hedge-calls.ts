import type { Client, Middleware, Reply, WireRequest } from '@mira/core'
import { type ClientState, checkCount, deriveClient, refuseUnknown, sleep } from '@mira/core/internal'
import { type Leg, sendLeg } from './leg.ts'

/** Options of {@link hedgeCalls}. */
export interface HedgeOptions {
  /** Time after which a second request is sent, in milliseconds: about the 95th percentile of the usual duration. */
  readonly delayMs: number
  /** Maximum share of calls with a second request, from 0 to 1. Defaults to 0.05. */
  readonly maxShare?: number | null | undefined
  /**
   * Whether requests that the server may charge are sent twice as well: all but those with `GET`. Defaults to `false`.
   */
  readonly evenIfBilledTwice?: boolean | null | undefined
  /** Operations that are hedged. Defaults to all. */
  readonly operations?: readonly string[] | null | undefined
}

/** Second requests that may be saved up, so that a few slow calls after many fast ones are all hedged. */
const maxSaved = 10

/**
 * Returns a client that sends a second, equal request if the first has not been answered after a delay. The first
 * answer counts, and the other request is aborted. Streams, downloads and uploads are not hedged. The given client is not
 * changed.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError | RangeError} when an option is unknown or invalid.
 */
export function hedgeCalls<Derived extends Client>(client: Derived, options: HedgeOptions): Derived {
  const { delayMs, maxShare, evenIfBilledTwice, operations, ...unknown } = options
  refuseUnknown(unknown, 'HedgeOptions')
  checkCount('delayMs', delayMs, { min: 0 })
  const share = maxShare ?? 0.05
  if (!(share >= 0 && share <= 1)) throw new RangeError(`maxShare must be a number from 0 to 1, not ${share}`)
  const isHedged = (request: WireRequest, operation: string): boolean =>
    (operations ?? [operation]).includes(operation) &&
    (request.method === 'GET' || evenIfBilledTwice === true) &&
    // Only a whole JSON reply can be read twice; a stream collects its events in one object.
    request.headers.accept === 'application/json' &&
    request.body?.isReplayable !== false
  return deriveClient(client, (state) => ({
    middleware: [createHedge({ delayMs, share, isHedged }, state), ...state.middleware],
  }))
}

interface HedgeSettings {
  readonly delayMs: number
  readonly share: number
  isHedged(request: WireRequest, operation: string): boolean
}

function createHedge({ delayMs, share, isHedged }: HedgeSettings, { clock }: ClientState): Middleware {
  let saved = share > 0 ? 1 : 0
  return async (request, next, { operation }) => {
    if (!isHedged(request, operation)) return next(request)
    saved = Math.min(maxSaved, saved + share)
    const first = sendLeg(request, next)
    if (await isSettledWithin(first, { delayMs, clock, signal: request.signal })) return first.reply
    if (saved < 1) return first.reply
    saved -= 1
    return fastest([first, sendLeg(request, next)])
  }
}

async function isSettledWithin(
  { reply }: Leg,
  { delayMs, clock, signal }: { delayMs: number; clock: ClientState['clock']; signal: AbortSignal },
): Promise<boolean> {
  const ended = new AbortController()
  const settled = reply.then(
    () => true,
    () => true,
  )
  const wait = sleep(delayMs, { signal: ended.signal, clock }).then(
    () => signal.aborted,
    () => true,
  )
  const isSettled = await Promise.race([settled, wait])
  ended.abort()
  return isSettled
}

/** Resolves with the first reply, and aborts the other request; rejects with the first request's error if both fail. */
async function fastest([first, second]: readonly [Leg, Leg]): Promise<Reply> {
  const abortAfter = (leg: Leg, other: Leg): Promise<Reply> =>
    leg.reply.then((reply) => {
      other.abort()
      return reply
    })
  try {
    return await Promise.any([abortAfter(first, second), abortAfter(second, first)])
  } catch {
    return first.reply
  }
}
