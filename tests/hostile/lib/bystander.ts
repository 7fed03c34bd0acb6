import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Target } from './target.ts'

/** Latencies of a user who shares the server with an attack, in milliseconds. */
export interface Latencies {
  readonly chatMs: readonly number[]
  readonly healthMs: readonly number[]
  /** Wrong answers and failed requests. */
  readonly problems: readonly string[]
}

/**
 * Asks sums and reads `/health`, one request after another, until the signal aborts. In a thread of its own, so that
 * the work of the attackers does not count as latency of the server.
 */
export async function watchAsBystander({ url, otherKey }: Target, signal: AbortSignal): Promise<Latencies> {
  const thread = new Worker(new URL('./bystander-thread.ts', import.meta.url), { workerData: { url, otherKey } })
  const watched = once(thread, 'message') as Promise<[Latencies]>
  const stop = () => thread.postMessage('stop')
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  return (await watched)[0]
}
