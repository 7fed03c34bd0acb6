import type { Logger } from '../logger.ts'
import type { JobNews } from './job-news.ts'

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
  take(): Promise<Item | undefined>
  /**
   * Processes an item.
   *
   * @param stopped - Aborts when the queue server closes.
   */
  work(item: Item, stopped: AbortSignal): Promise<void>
  readonly jobNews: JobNews
  readonly logger: Logger
}

/** Poll interval for items that other processes queued or abandoned, in milliseconds. */
const lookIntervalMs = 500

/** Processes the items of a queue in the store until closed. */
export function serveQueue<Item>({ concurrency, take, work, jobNews, logger }: QueueOptions<Item>): QueueServer {
  const stopped = new AbortController()
  const running = new Set<Promise<void>>()
  let filling: Promise<void> | undefined
  let isNews = false

  /** Claims items until the queue is empty or the concurrency limit is reached. */
  async function fill(): Promise<void> {
    do {
      isNews = false
      while (running.size < concurrency && !stopped.signal.aborted) {
        const item = await take()
        if (item === undefined) break
        start(item)
      }
    } while (isNews && !stopped.signal.aborted)
  }

  function look(): void {
    isNews = true
    filling ??= fill()
      .catch((err) => logger.error({ err }, 'the queue could not be read'))
      .finally(() => {
        filling = undefined
      })
  }

  function start(item: Item): void {
    const run = work(item, stopped.signal)
      .catch((err) => logger.error({ err }, 'work from the queue was left for later'))
      .finally(() => {
        running.delete(run)
        look()
      })
    running.add(run)
  }

  const timer = setInterval(look, lookIntervalMs)
  const forget = jobNews.onWork(look)
  look()
  return {
    async close() {
      clearInterval(timer)
      forget()
      stopped.abort(new Error('The server stops'))
      await filling
      await Promise.all(running)
    },
  }
}
