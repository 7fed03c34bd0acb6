import type { Logger } from '../logger.ts'
import type { JobEvents } from './job-events.ts'

/** Consumer of a queue. */
export interface QueueServer {
  /** Stops claiming items, signals running ones to stop, and waits for them. Idempotent. */
  close(): Promise<void>
}

/** Options of {@link serveQueue}. */
export interface QueueOptions<Item> {
  /** Maximum number of items processed concurrently. */
  readonly concurrency: number
  /** Claims the next item, or returns `undefined` when the queue is empty. */
  claim(): Promise<Item | undefined>
  /**
   * Processes an item.
   *
   * @param stopped - Aborts when the queue server closes.
   */
  work(item: Item, stopped: AbortSignal): Promise<void>
  readonly jobEvents: JobEvents
  readonly logger: Logger
}

/** Poll interval for items that other processes queued or abandoned, in milliseconds. */
const pollIntervalMs = 500

/** Processes the items of a queue in the store until closed. */
export function serveQueue<Item>({ concurrency, claim, work, jobEvents, logger }: QueueOptions<Item>): QueueServer {
  const stopped = new AbortController()
  const running = new Set<Promise<void>>()
  let filling: Promise<void> | undefined
  let hasNewItems = false

  /** Claims items until the queue is empty or the concurrency limit is reached. */
  async function fill(): Promise<void> {
    do {
      hasNewItems = false
      while (running.size < concurrency && !stopped.signal.aborted) {
        const item = await claim()
        if (item === undefined) break
        start(item)
      }
    } while (hasNewItems && !stopped.signal.aborted)
  }

  function poll(): void {
    hasNewItems = true
    filling ??= fill()
      .catch((err) => logger.error({ err }, 'failed to read the queue'))
      .finally(() => {
        filling = undefined
      })
  }

  function start(item: Item): void {
    const run = work(item, stopped.signal)
      .catch((err) => logger.error({ err }, 'failed to process a queue item; will retry'))
      .finally(() => {
        running.delete(run)
        poll()
      })
    running.add(run)
  }

  const timer = setInterval(poll, pollIntervalMs)
  const removeListener = jobEvents.onQueued(poll)
  poll()
  return {
    async close() {
      clearInterval(timer)
      removeListener()
      stopped.abort(new Error('The server is shutting down'))
      await filling
      await Promise.all(running)
    },
  }
}
