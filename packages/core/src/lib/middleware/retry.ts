import { settleOnAbort, sleep } from '../abortable.ts'
import { notify } from '../call-report.ts'
import type { CallState } from '../call-state.ts'
import type { RetryBudget } from '../client-state.ts'
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
  const { call, state } = callState
  for (;;) {
    call.startAttempt()
    callState.sent = request
    const sending = { headers: request.headers, send: next }
    notify(callState, 'onRequest', () => ({ origin: state.baseUrl.origin, sending }))
    try {
      // Do not wait for middleware that ignores the signal.
      const reply = await settleOnAbort(
        sending.send({ ...request, headers: sending.headers, signal: call.signal }),
        call.signal,
      )
      const requestId = readRequestId(reply.headers, state.secrets)
      const ended = call.endAttempt({ status: reply.status, requestId })
      notify(callState, 'onResponse', () => ended)
      return reply
    } catch (thrown) {
      const error = call.signal.aborted ? call.signal.reason : thrown
      if (!isMiraError(error)) throw error
      const waitMs = call.isAbortedByCaller ? undefined : planRetry(error, request, callState)
      call.endAttempt({ status: error.status, code: error.code, requestId: error.requestId, waitMs })
      if (waitMs === undefined) throw error
      notify(callState, 'onRetry', () => ({ error, waitMs }))
      await sleep(waitMs, { signal: call.signal, clock: state.clock })
    }
  }
}

/**
 * Returns the delay before the next attempt in milliseconds, or `undefined` to give up: full jitter, or the delay
 * requested by the server plus up to 10 %, so that clients do not retry simultaneously.
 */
function planRetry(error: MiraError, { headers, body }: WireRequest, callState: CallState): number | undefined {
  const { call, state, spec, retry } = callState
  const { retryAfterMs = 0 } = error
  const isDeduplicated = state.shared.supportsIdempotency === true && 'idempotency-key' in headers
  const isAllowed =
    error.retryable &&
    call.attempt <= retry.maxRetries &&
    body?.isReplayable !== false &&
    spec.billing?.isSafeToRepeat(error, isDeduplicated) !== false &&
    retryAfterMs <= retry.maxRetryAfterMs
  const waitMs =
    error.retryAfterMs === undefined
      ? backoffMs(call.attempt, retry, state.random)
      : retryAfterMs + state.random() * Math.min(1_000, retryAfterMs / 10)
  return isAllowed && waitMs < call.remainingMs && state.shared.budget.take(state.clock.now()) ? waitMs : undefined
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

/**
 * Creates a token bucket of {@link capacity} retries. During an outage, a client adds at most a burst of that size plus
 * one retry per second to the load; otherwise the bucket refills and has no effect.
 */
export function createRetryBudget(): RetryBudget {
  let tokens = capacity
  let filledAtMs = 0
  const add = (count: number): void => {
    tokens = Math.min(capacity, tokens + count)
  }
  return {
    take(nowMs) {
      add(Math.max(0, nowMs - filledAtMs) / 1_000)
      filledAtMs = nowMs
      if (tokens < 1) return false
      add(-1)
      return true
    },
    refund: () => add(refundPerSuccess),
  }
}
