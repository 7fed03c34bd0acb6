import type { Next, Reply, WireRequest } from '@mira/core'

/** One of several requests of an attempt. */
export interface Leg {
  readonly reply: Promise<Reply>
  /** Ends this request alone. */
  abort(reason?: unknown): void
}

/** Sends one of several requests of an attempt. It is also aborted with the attempt, during its reply as well. */
export function sendLeg(request: WireRequest, next: Next): Leg {
  const controller = new AbortController()
  const { signal } = request
  const onAbort = (): void => controller.abort(signal.reason)
  if (signal.aborted) onAbort()
  // Not removed on success: a stream continues after its reply, and the signal lives as long as the attempt.
  signal.addEventListener('abort', onAbort, { once: true })
  const reply = next({ ...request, signal: controller.signal })
  reply.catch(() => signal.removeEventListener('abort', onAbort))
  return { reply, abort: (reason) => controller.abort(reason) }
}
