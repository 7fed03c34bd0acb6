import { EventEmitter } from 'node:events'
import type { JobRecord } from '../store/job-records.ts'
import type { Store } from '../store/store.ts'

/** Job notifications within a process. Changes by other processes are detected shortly afterwards, by polling. */
export interface JobNews {
  /** Notifies listeners that a job or a webhook was queued. */
  tellWork(): void
  /** Adds a listener for queued work and returns a function that removes it. */
  onWork(listener: () => void): () => void
  /** Notifies watchers of a change that callers can see. */
  tellChanged(id: string): void
  /**
   * Waits until a job has changed since it was read. Resolves at once after {@link JobNews.close}.
   *
   * @throws The reason of `signal` when it aborts.
   */
  changed(job: Pick<JobRecord, 'id' | 'revision'>, signal: AbortSignal): Promise<void>
  /** Notifies the run of a job in this process, if any, that the job was canceled. */
  tellCanceled(id: string): void
  /** Adds a listener for the cancellation of a job and returns a function that removes it. */
  onCanceled(id: string, listener: () => void): () => void
  /** Whether `close` was called. */
  readonly isClosed: boolean
  /** Resolves all pending and future calls of `changed`. */
  close(): void
}

/** Poll interval for changes by other processes, in milliseconds. */
const lookIntervalMs = 100
/** Maximum jobs per query, since databases limit the number of parameters. */
const lookSize = 5_000

interface Watch {
  readonly revision: number
  readonly resolve: () => void
}

/** Creates the job notifications of a process. */
export function createJobNews(store: Store): JobNews {
  const events = new EventEmitter().setMaxListeners(0)
  const watches = new Map<string, Set<Watch>>()
  let isLooking = false
  let isClosed = false

  function listen(event: string, listener: () => void): () => void {
    events.on(event, listener)
    return () => events.off(event, listener)
  }

  function wake(id: string, isNews: (watch: Watch) => boolean): void {
    for (const watch of watches.get(id) ?? []) if (isNews(watch)) watch.resolve()
  }

  /** Polls the store while there are watchers. */
  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    while (watches.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, lookIntervalMs).unref())
      const ids = [...watches.keys()]
      for (let start = 0; start < ids.length; start += lookSize) {
        // If the store cannot be read, the next poll retries.
        const found = await store.jobs.revisions(ids.slice(start, start + lookSize)).catch(() => [])
        for (const { id, revision } of found) wake(id, (watch) => watch.revision !== revision)
      }
    }
    isLooking = false
  }

  function unwatch(id: string, watch: Watch): void {
    const others = watches.get(id)
    others?.delete(watch)
    if (others?.size === 0) watches.delete(id)
  }

  return {
    tellWork: () => void events.emit('work'),
    onWork: (listener) => listen('work', listener),
    tellChanged: (id) => wake(id, () => true),
    async changed({ id, revision }, signal) {
      signal.throwIfAborted()
      if (isClosed) return
      const end = new AbortController()
      await new Promise<void>((resolve, reject) => {
        const watch = { revision, resolve }
        watches.set(id, (watches.get(id) ?? new Set()).add(watch))
        end.signal.addEventListener('abort', () => unwatch(id, watch))
        signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: end.signal })
        void look()
      }).finally(() => end.abort())
    },
    tellCanceled: (id) => void events.emit(`canceled ${id}`),
    onCanceled: (id, listener) => listen(`canceled ${id}`, listener),
    get isClosed() {
      return isClosed
    },
    close() {
      isClosed = true
      for (const id of watches.keys()) wake(id, () => true)
    },
  }
}
