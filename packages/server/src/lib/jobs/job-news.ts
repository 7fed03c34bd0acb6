import { EventEmitter } from 'node:events'
import type { JobRecord } from '../store/job-records.ts'
import type { Store } from '../store/store.ts'

/** Spreads what happens to jobs; what other processes do to them is noticed within a moment. */
export interface JobNews {
  /** Tells that something waits to be done. */
  tellWork(): void
  /** @returns What ends the listening. */
  onWork(listener: () => void): () => void
  /** Tells that callers can see a change of a job. */
  tellChanged(id: string): void
  /**
   * Waits until a job is no longer as it was read.
   *
   * @throws The reason of the signal.
   */
  changed(job: Pick<JobRecord, 'id' | 'revision'>, signal: AbortSignal): Promise<void>
  /** Tells whoever runs a job in this process that it was canceled. */
  tellCanceled(id: string): void
  /** @returns What ends the listening. */
  onCanceled(id: string, listener: () => void): () => void
  readonly isClosed: boolean
  /** Sends everybody who waits back to their callers, now and from now on. */
  close(): void
}

/** Pause between two looks at the store for what other processes did, in milliseconds. */
const lookIntervalMs = 100
/** Jobs looked up by one query: a database takes only so many parameters. */
const lookSize = 5_000

interface Watch {
  readonly revision: number
  readonly resolve: () => void
}

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

  /** Looks at the store again and again while anybody watches. */
  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    while (watches.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, lookIntervalMs).unref())
      const ids = [...watches.keys()]
      for (let start = 0; start < ids.length; start += lookSize) {
        // A store that cannot be read now is read again after the pause.
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
