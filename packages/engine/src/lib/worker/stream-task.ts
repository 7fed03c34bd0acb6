import { EventQueue } from '../event-queue.ts'
import type { AnyRunOptions } from './queued-task.ts'

interface Delivery {
  readonly event: unknown
  readonly onConsumed: () => void
}

/** Options of a task whose events are iterated. */
export type StreamOptions = Omit<AnyRunOptions, 'onEvent'>

/**
 * Runs a task as an async iteration over its events. Ending the iteration early aborts the task. An event counts as
 * consumed when the next one is requested.
 */
export async function* streamTask(
  run: (options: AnyRunOptions) => Promise<unknown>,
  options: StreamOptions,
): AsyncGenerator<unknown, unknown, undefined> {
  const { signal } = options
  signal?.throwIfAborted()
  const leaving = new AbortController()
  signal?.addEventListener('abort', () => leaving.abort(signal.reason), { signal: leaving.signal })
  const deliveries = new EventQueue<Delivery>()
  const onEvent = (event: unknown) => new Promise<void>((onConsumed) => deliveries.push({ event, onConsumed }))
  const result = run({ ...options, onEvent, signal: leaving.signal })
  result.then(
    () => deliveries.end(),
    (reason: unknown) => deliveries.end({ reason }),
  )
  try {
    for await (const { event, onConsumed } of deliveries) {
      signal?.throwIfAborted()
      yield event
      onConsumed()
    }
    return await result
  } finally {
    leaving.abort()
  }
}
