import type { Call } from './call.ts'
import type { CallOutcome, CallState, RequestSpec } from './call-state.ts'
import { type Attempt, amendError, isMiraError, type RateLimit } from './error.ts'
import { parseRateLimit, readRequestId } from './headers.ts'
import type { CallEvent, EndEvent } from './observer.ts'
import type { Reply, ReplyHeaders, WireRequest } from './wire-types.ts'

/** Metadata of a call. */
export interface CallMetadata {
  /** `x-request-id` of the response, if any. */
  readonly requestId: string | undefined
  /** HTTP status of the response. */
  readonly status: number
  /** Final URL, after redirects. */
  readonly url: string
  readonly headers: ReplyHeaders
  readonly rateLimit: RateLimit | undefined
  /** All attempts, the successful one last. */
  readonly attempts: readonly Attempt[]
  /** Time from the call to its result (streams: to the first event), including delays, in milliseconds. */
  readonly durationMs: number
}

const metadata = new WeakMap<object, () => CallMetadata>()

/**
 * Returns the request ID, attempts, timing, rate limits and headers of a result, or of a stream that has started.
 *
 * @returns `undefined` for any object that was not returned by an operation, and for a stream not yet started.
 */
export function metadataOf(result: object): CallMetadata | undefined {
  return metadata.get(result)?.()
}

/** Associates metadata with the result in a reply; it is rarely used, so it is created on demand. */
export function recordMetadata({ data, status, url, headers }: Reply, call: Call, secrets: readonly string[]): void {
  if (typeof data !== 'object' || data === null) return
  const nowMs = call.clock.now()
  const durationMs = nowMs - call.startedAtMs
  metadata.set(data, () => ({
    requestId: readRequestId(headers, secrets),
    status,
    url,
    headers,
    rateLimit: parseRateLimit((name) => headers.get(name), nowMs),
    attempts: call.attempts,
    durationMs,
  }))
}

/** Finalizes a call and notifies hooks. */
export function endCall(
  { call, state, shared, spec }: CallState,
  request: Pick<WireRequest, 'method' | 'url'>,
  outcome: CallOutcome,
): void {
  if (call.isEnded) return
  call.end()
  // Closing a stream early is not a failure.
  const error = isMiraError(outcome.error) && outcome.error.code === 'stream_closed' ? undefined : outcome.error
  if (!call.isAbortedByCaller && isMiraError(error) && error.attempts.length === 0)
    amendError(error, { attempts: call.attempts })
  if (error === undefined) shared.budget.refund()
  shared.observer.notify('end', () => {
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
