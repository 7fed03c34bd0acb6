import { backoffMs } from '../backoff.ts'
import { describeCall } from '../call-events.ts'
import type { CallState } from '../call-state.ts'
import { wasNeverSent } from '../connection-error.ts'
import { isMiraError, type MiraError } from '../error.ts'
import type { Reply, WireRequest } from '../exchange.ts'
import { readRequestId } from '../request-id.ts'
import { settleOnAbort } from '../settle-on-abort.ts'
import { sleep } from '../sleep.ts'

/** Tries again what may succeed, never sooner than the server asks and never beyond the call's limits. */
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
      // Whatever in the chain ignores the signal then hangs alone.
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

/** Pause before the next attempt in milliseconds, or `undefined` when there must be none. */
function planRetry(error: MiraError, request: WireRequest, callState: CallState): number | undefined {
  const { call, state, retry } = callState
  if (!error.retryable || call.attempt > retry.maxRetries || !callState.isReplayable) return undefined
  if (callState.spec.isBilled && !isSafeToRepeat(error, request, callState)) return undefined
  if (error.retryAfterMs !== undefined && error.retryAfterMs > retry.maxRetryWait) return undefined
  const waitMs = pauseBefore(error, callState)
  if (waitMs >= call.remainingMs || !state.budget.take(state.clock.now())) return undefined
  return waitMs
}

/** A billed request goes out again only when it was provably not processed, or when the server tells repeats apart. */
function isSafeToRepeat(error: MiraError, request: WireRequest, { state }: CallState): boolean {
  if (error.status === 429 || error.status === 503 || wasNeverSent(error)) return true
  return state.honoursIdempotency && request.headers['idempotency-key'] !== undefined
}

/** Full jitter; on top of a pause the server asked for up to a tenth more, so that callers come back apart. */
function pauseBefore({ retryAfterMs }: MiraError, { call, state, retry }: CallState): number {
  if (retryAfterMs !== undefined) return retryAfterMs + state.random() * Math.min(1_000, retryAfterMs / 10)
  return backoffMs(call.attempt, retry, state.random)
}
