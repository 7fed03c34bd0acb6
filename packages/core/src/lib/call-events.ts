import type { Call } from './call.ts'
import type { CallState, RequestSpec } from './call-state.ts'
import { amendError, isMiraError } from './error.ts'
import type { WireRequest } from './exchange.ts'
import type { CallEvent, EndEvent } from './observer.ts'

/** Finalizes a call and notifies hooks. */
export function endCall(
  { call, state, spec }: Pick<CallState, 'call' | 'state' | 'spec'>,
  request: Pick<WireRequest, 'method' | 'url'>,
  outcome: { error?: unknown; result?: unknown },
): void {
  if (call.isEnded) return
  call.end()
  // Closing a stream early is not a failure.
  const error = isMiraError(outcome.error) && outcome.error.code === 'stream_closed' ? undefined : outcome.error
  if (!call.isLeft && isMiraError(error) && error.attempts.length === 0) amendError(error, { attempts: call.attempts })
  if (error === undefined) state.budget.refund()
  state.observer.notify('end', () => {
    const result = outcome.result as (Pick<EndEvent, 'usage'> & { model?: string }) | undefined
    return {
      ...describeCall(call, spec, request),
      error,
      durationMs: state.clock.now() - call.startedAtMs,
      usage: result?.usage,
      responseModel: result?.model,
    }
  })
}

/** Returns the fields shared by all events of a call. */
export function describeCall(
  call: Call,
  spec: RequestSpec<unknown>,
  { method, url }: Pick<WireRequest, 'method' | 'url'>,
): CallEvent {
  return {
    call,
    operation: spec.operation,
    method,
    url,
    model: (spec.json as { model?: string } | undefined)?.model,
    attempt: call.attempt,
  }
}
