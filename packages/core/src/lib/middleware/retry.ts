import { settleOnAbort, sleep } from '../abortable.ts'
import { describeCall } from '../call-report.ts'
import type { CallState } from '../call-state.ts'
import type { RetryBudget } from '../client-state.ts'
import { wasNeverSent } from '../connection-error.ts'
import { isMiraError, type MiraError } from '../error.ts'
import { readRequestId } from '../headers.ts'
import type { RetryOptions } from '../settings.ts'
import type { Reply, WireRequest } from '../wire-types.ts'

/** Retries failed attempts that may succeed, respecting the server's `Retry-After` and the timeouts of the call. */
export async function retryAttempts(
  request: WireRequest,
  next: (request: WireRequest) => Promise<Reply>,
  callState: CallState,
): Promise<Reply> {
  const { call, state, shared, spec } = callState
  for (;;) {
    call.startAttempt()
    shared.observer.notify('request', () => describeCall(call, spec, request))
    try {
      // Do not wait for middleware that ignores the signal.
      const reply = await settleOnAbort(next({ ...request, signal: call.signal }), call.signal)
      reportSuccess(reply, request, callState)
      return reply
    } catch (thrown) {
      const error = call.signal.aborted ? call.signal.reason : thrown
      const waitMs = isMiraError(error) && !call.isAbortedByCaller ? planRetry(error, request, callState) : undefined
      if (isMiraError(error))
        call.endAttempt({ status: error.status, code: error.code, requestId: error.requestId, waitMs })
      if (waitMs === undefined) throw error
      shared.observer.notify('retry', () => ({
        ...describeCall(call, spec, request),
        error: error as MiraError,
        waitMs,
      }))
      await sleep(waitMs, { signal: call.signal, clock: state.clock })
    }
  }
}

function reportSuccess(reply: Reply, request: WireRequest, { call, state, shared, spec }: CallState): void {
  const requestId = readRequestId(reply.headers, state.secrets)
  call.endAttempt({ status: reply.status, requestId })
  shared.observer.notify('response', () => ({
    ...describeCall(call, spec, request),
    status: reply.status,
    requestId,
    durationMs: state.clock.now() - call.attemptStartedAtMs,
  }))
}

/** Returns the delay before the next attempt in milliseconds, or `undefined` to give up. */
function planRetry(error: MiraError, request: WireRequest, callState: CallState): number | undefined {
  const { call, state, shared, retry } = callState
  if (!error.retryable || call.attempt > retry.maxRetries || !callState.isReplayable) return undefined
  if (callState.spec.isBilled && !isSafeToRepeat(error, request, callState)) return undefined
  if (error.retryAfterMs !== undefined && error.retryAfterMs > retry.maxRetryAfterMs) return undefined
  const waitMs = delayBeforeRetry(error, callState)
  if (waitMs >= call.remainingMs || !shared.budget.take(state.clock.now())) return undefined
  return waitMs
}

/** Whether a billed request can be retried: it was provably not processed, or the server deduplicates it. */
function isSafeToRepeat(error: MiraError, request: WireRequest, { shared }: CallState): boolean {
  if (error.status === 429 || error.status === 503 || wasNeverSent(error)) return true
  return shared.supportsIdempotency && request.headers['idempotency-key'] !== undefined
}

/** Full jitter, or the delay requested by the server plus up to 10 %, so that clients do not retry simultaneously. */
function delayBeforeRetry({ retryAfterMs }: MiraError, { call, state, retry }: CallState): number {
  if (retryAfterMs !== undefined) return retryAfterMs + state.random() * Math.min(1_000, retryAfterMs / 10)
  return backoffMs(call.attempt, retry, state.random)
}

/**
 * Returns the delay before the next attempt, in milliseconds: exponential backoff with full jitter.
 *
 * @param failures - Number of consecutive failed attempts, starting at 1.
 */
export function backoffMs(
  failures: number,
  { baseDelayMs, maxDelayMs }: Pick<RetryOptions, 'baseDelayMs' | 'maxDelayMs'>,
  random: () => number,
): number {
  return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (failures - 1))
}

const capacity = 20
const refundPerSuccess = 0.2
const refillPerSecond = 1

/**
 * Creates a token bucket of {@link capacity} retries. During an outage, a client adds at most a burst of that size plus
 * one retry per second to the load; otherwise the bucket refills and has no effect.
 */
export function createRetryBudget(): RetryBudget {
  let tokens = capacity
  let filledAtMs: number | undefined
  return {
    take(nowMs) {
      const elapsedMs = Math.max(0, nowMs - (filledAtMs ?? nowMs))
      tokens = Math.min(capacity, tokens + (elapsedMs / 1_000) * refillPerSecond)
      filledAtMs = nowMs
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
    refund() {
      tokens = Math.min(capacity, tokens + refundPerSuccess)
    },
  }
}
