import type { JobRecord } from '../store/job-records.ts'
import type { Store } from '../store/store.ts'

/** Pending waits for changes of jobs, including changes by other processes. */
export interface JobWatches {
  /**
   * Waits until a job has changed since it was read.
   *
   * @throws The reason of `signal` when it aborts.
   */
  changed(job: Pick<JobRecord, 'id' | 'revision'>, signal: AbortSignal): Promise<void>
  /** Resolves the waits for a job. */
  notify(id: string): void
  /** Resolves all waits. */
  notifyAll(): void
}

/** Poll interval for changes by other processes, in milliseconds. */
const pollIntervalMs = 100
/** Maximum jobs per query, since databases limit the number of parameters. */
const pollBatchSize = 5_000

interface Watch {
  readonly revision: number
  readonly resolve: () => void
}

/** Creates an empty set of waits, which polls the store while it is not empty. */
export function createJobWatches(store: Store): JobWatches {
  const watches = new Map<string, Set<Watch>>()
  let isPolling = false

  function resolveWatches(id: string, isChanged: (watch: Watch) => boolean): void {
    for (const watch of watches.get(id) ?? []) if (isChanged(watch)) watch.resolve()
  }

  async function poll(): Promise<void> {
    if (isPolling) return
    isPolling = true
    while (watches.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, pollIntervalMs).unref())
      const ids = [...watches.keys()]
      for (let start = 0; start < ids.length; start += pollBatchSize) {
        // If the store cannot be read, the next poll retries.
        const found = await store.jobs.revisions(ids.slice(start, start + pollBatchSize)).catch(() => [])
        for (const { id, revision } of found) resolveWatches(id, (watch) => watch.revision !== revision)
      }
    }
    isPolling = false
  }

  function unwatch(id: string, watch: Watch): void {
    const others = watches.get(id)
    others?.delete(watch)
    if (others?.size === 0) watches.delete(id)
  }

  return {
    async changed({ id, revision }, signal) {
      signal.throwIfAborted()
      const end = new AbortController()
      await new Promise<void>((resolve, reject) => {
        const watch = { revision, resolve }
        watches.set(id, (watches.get(id) ?? new Set()).add(watch))
        end.signal.addEventListener('abort', () => unwatch(id, watch))
        signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: end.signal })
        void poll()
      }).finally(() => end.abort())
    },
    notify: (id) => resolveWatches(id, () => true),
    notifyAll() {
      for (const id of watches.keys()) resolveWatches(id, () => true)
    },
  }
}
