import { activeChannel } from '#runtime'
import type { Call } from './call.ts'
import type { CallEvent, EndEvent, Events } from './call-event.ts'
import type { CallOutcome, CallState } from './call-state.ts'
import { type Attempt, amendError, isMiraError, type RateLimit } from './error.ts'
import { parseRateLimit, readRequestId } from './headers.ts'
import type { Reply, ReplyHeaders } from './wire-types.ts'

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

interface Result {
  readonly reply: Reply
  readonly call: Call
  readonly secrets: readonly string[]
  readonly endedAtMs: number
}

const results = new WeakMap<object, Result>()

/**
 * Returns the request ID, attempts, timing, rate limits and headers of a result, or of a stream that has started.
 *
 * @returns `undefined` for any object that was not returned by an operation, and for a stream not yet started.
 */
export function metadataOf(result: object): CallMetadata | undefined {
  const recorded = results.get(result)
  if (!recorded) return undefined
  const { reply, call, secrets, endedAtMs } = recorded
  const { status, url, headers } = reply
  return {
    requestId: readRequestId(headers, secrets),
    status,
    url,
    headers,
    rateLimit: parseRateLimit((name) => headers.get(name), endedAtMs),
    attempts: call.attempts,
    durationMs: endedAtMs - call.startedAtMs,
  }
}

/** Records the call of the result in a reply, for {@link metadataOf}. */
export function recordResult(reply: Reply, { call, state: { secrets } }: CallState): void {
  if (Object(reply.data) === reply.data)
    results.set(reply.data as object, { reply, call, secrets, endedAtMs: call.clock.now() })
}

/** Records the call of a stream for the result that has been collected from it, for {@link metadataOf}. */
export function recordCollected(stream: object, result: object): void {
  const recorded = results.get(stream)
  if (recorded) results.set(result, { ...recorded, endedAtMs: recorded.call.clock.now() })
}

/** Finalizes a call and notifies hooks. */
export function endCall(callState: CallState, outcome: CallOutcome): void {
  const { call, state } = callState
  if (call.isEnded) return
  call.end()
  // Closing a stream early is not a failure.
  const isClosed = (outcome.error as { code?: unknown } | undefined)?.code === 'stream_closed'
  const error = isClosed ? undefined : outcome.error
  if (!call.isAbortedByCaller && isMiraError(error) && error.attempts.length === 0)
    amendError(error, { attempts: call.attempts })
  if (error === undefined) state.shared.budget.refund()
  notify(callState, 'onEnd', () => {
    const { result } = outcome
    const { usage, model } = (result?.() ?? {}) as { usage?: EndEvent['usage']; model?: string }
    return { error, durationMs: state.clock.now() - call.startedAtMs, usage, responseModel: model, result }
  })
}

/**
 * Emits an event of a call to its hook and to the subscribers of its `diagnostics_channel` (`mira:request` …). Its own
 * fields are created lazily: a call without listeners has no cost.
 */
export function notify<Name extends keyof Events>(
  { call, state, spec, sent: { method, url } }: CallState,
  name: Name,
  fields: () => Omit<Events[Name], keyof CallEvent>,
): void {
  const hook = state.hooks?.[name] as ((event: CallEvent) => void) | undefined
  const channel = activeChannel(name)
  if (!hook && !channel) return
  const { operation, json } = spec
  const { model } = (json ?? {}) as { model?: string }
  const common: CallEvent = { call, operation, method, url, model, attempt: call.attempt, params: () => json }
  const event = { ...common, ...fields() }
  if (hook) void callSafely(() => hook(event))
  channel?.publish(event)
}

/** Emits a warning, once per message and client. */
export function warn({ shared: { warnings }, hooks }: CallState['state'], message: string): void {
  if (warnings.has(message)) return
  warnings.add(message)
  void callSafely(() => (hooks?.onWarning ? hooks.onWarning(message) : console.warn(`mira: ${message}`)))
}

/** Invokes a callback and logs its error, sync or async, so that it cannot fail the call. */
export async function callSafely(callback: () => unknown): Promise<void> {
  try {
    await callback()
  } catch (error) {
    console.error('mira: a hook threw', error)
  }
}
