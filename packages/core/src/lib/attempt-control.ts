import type { Call } from './call.ts'
import type { CallContext } from './wire-types.ts'

// In a file of its own, so that bundles without middleware that waits do not contain it.

/**
 * Suspends the timeouts of an attempt while middleware waits before it sends, or between two requests; `total`
 * continues. Returns a function that starts `attempt` and `firstEvent` again from the beginning.
 *
 * @param context - Context of the middleware.
 */
export function suspendTimeouts(context: CallContext): () => void {
  const call = context as Call
  const names = (['attempt', 'firstEvent'] as const).filter((name) => call.isRunning(name))
  for (const name of [...names, 'idle'] as const) call.stop(name)
  return () => {
    for (const name of names) call.start(name)
  }
}

/**
 * Calls back once when a call has settled; for a stream, when it has ended. If it already has, calls back at once.
 *
 * @param context - Context of the middleware.
 */
export function onCallEnd(context: CallContext, callback: () => void): void {
  const call = context as Call & { end(): void }
  if (call.isEnded) return callback()
  const end = call.end.bind(call)
  call.end = () => {
    const isFirst = !call.isEnded
    end()
    if (isFirst) callback()
  }
}
