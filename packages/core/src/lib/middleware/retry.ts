import { backoffMs } from '../backoff.ts'
import { describeCall } from '../call-events.ts'
import type { CallState } from '../call-state.ts'
import { wasNeverSent } from '../connection-error.ts'
import { isMiraError, type MiraError } from '../error.ts'
import type { Reply, WireRequest } from '../exchange.ts'
import { readRequestId } from '../request-id.ts'
import { settleOnAbort } from '../settle-on-abort.ts'
import { sleep } from '../sleep.ts'

/** Retries failed attempts that may succeed, respecting the server's `Retry-After` and the timeouts of the call. */
export async function retryAttempts(
  request: WireRequest,
  next: (request: WireRequest) => Promise<Reply>,
  callState: CallState,
): Promise<Reply> {
  const { call, state, spec } = callState
  for (;;) {
    call.startAttempt()
    state.observer.notify('request', () => describeCall(call, spec, request))
    try {
      // Do not wait for middleware that ignores the signal.
      const reply = await settleOnAbort(next({ ...request, signal: call.signal }), call.signal)
      noteSuccess(reply, request, callState)
      return reply
    } catch (thrown) {
      const error = call.signal.aborted ? call.signal.reason : thrown
      const waitMs = isMiraError(error) && !call.isLeft ? planRetry(error, request, callState) : undefined
      if (isMiraError(error))
        call.endAttempt({ status: error.status, code: error.code, requestId: error.requestId, waitMs })
      if (waitMs === undefined) throw error
      state.observer.notify('retry', () => ({
        ...describeCall(call, spec, request),
        error: error as MiraError,
        waitMs,
      }))
      await sleep(waitMs, { signal: call.signal, clock: state.clock })
    }
  }
}

function noteSuccess(reply: Reply, request: WireRequest, { call, state, spec }: CallState): void {
  const requestId = readRequestId(reply.headers, state.secrets)
  call.endAttempt({ status: reply.status, requestId })
  state.observer.notify('response', () => ({
    ...describeCall(call, spec, request),
    status: reply.status,
    requestId,
    durationMs: state.clock.now() - call.attemptStartedAtMs,
  }))
}

/** Returns the delay before the next attempt in milliseconds, or `undefined` to give up. */
function planRetry(error: MiraError, request: WireRequest, callState: CallState): number | undefined {
  const { call, state, retry } = callState
  if (!error.retryable || call.attempt > retry.maxRetries || !callState.isReplayable) return undefined
  if (callState.spec.isBilled && !isSafeToRepeat(error, request, callState)) return undefined
  if (error.retryAfterMs !== undefined && error.retryAfterMs > retry.maxRetryWait) return undefined
  const waitMs = pauseBefore(error, callState)
  if (waitMs >= call.remainingMs || !state.budget.take(state.clock.now())) return undefined
  return waitMs
}

/** Whether a billed request can be retried: it was provably not processed, or the server deduplicates it. */
function isSafeToRepeat(error: MiraError, request: WireRequest, { state }: CallState): boolean {
  if (error.status === 429 || error.status === 503 || wasNeverSent(error)) return true
  return state.honoursIdempotency && request.headers['idempotency-key'] !== undefined
}

/** Full jitter, or the delay requested by the server plus up to 10 %, so that clients do not retry simultaneously. */
function pauseBefore({ retryAfterMs }: MiraError, { call, state, retry }: CallState): number {
  if (retryAfterMs !== undefined) return retryAfterMs + state.random() * Math.min(1_000, retryAfterMs / 10)
  return backoffMs(call.attempt, retry, state.random)
}
