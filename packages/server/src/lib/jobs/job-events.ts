import { EventEmitter } from 'node:events'
import type { JobRecord } from '../store/job-records.ts'
import type { Store } from '../store/store.ts'
import { createJobWatches } from './job-watches.ts'

/** Job notifications within a process. Changes by other processes are detected shortly afterwards, by polling. */
export interface JobEvents {
  /** Notifies listeners that a job or a webhook was queued. */
  notifyQueued(): void
  /** Adds a listener for queued work and returns a function that removes it. */
  onQueued(listener: () => void): () => void
  /** Notifies watchers of a change that callers can see. */
  notifyChanged(id: string): void
  /**
   * Waits until a job has changed since it was read. Resolves at once after {@link JobEvents.close}.
   *
   * @throws The reason of `signal` when it aborts.
   */
  changed(job: Pick<JobRecord, 'id' | 'revision'>, signal: AbortSignal): Promise<void>
  /** Notifies the run of a job in this process, if any, that the job was canceled. */
  notifyCanceled(id: string): void
  /** Adds a listener for the cancellation of a job and returns a function that removes it. */
  onCanceled(id: string, listener: () => void): () => void
  /** Whether `close` was called. */
  readonly isClosed: boolean
  /** Resolves all pending and future calls of `changed`. */
  close(): void
}

/** Creates the job notifications of a process. */
export function createJobEvents(store: Store): JobEvents {
  const events = new EventEmitter().setMaxListeners(0)
  const watches = createJobWatches(store)
  let isClosed = false

  function listen(event: string, listener: () => void): () => void {
    events.on(event, listener)
    return () => events.off(event, listener)
  }

  return {
    notifyQueued: () => void events.emit('queued'),
    onQueued: (listener) => listen('queued', listener),
    notifyChanged: (id) => watches.notify(id),
    async changed(job, signal) {
      signal.throwIfAborted()
      if (!isClosed) await watches.changed(job, signal)
    },
    notifyCanceled: (id) => void events.emit(`canceled ${id}`),
    onCanceled: (id, listener) => listen(`canceled ${id}`, listener),
    get isClosed() {
      return isClosed
    },
    close() {
      isClosed = true
      watches.notifyAll()
    },
  }
}
