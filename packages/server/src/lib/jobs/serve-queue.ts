import type { Logger } from '../logger.ts'
import type { JobNews } from './job-news.ts'

/** Something that takes work from a queue until it is closed. */
export interface QueueServer {
  /** Takes nothing more, and waits for what is under way, which is told to stop. Safe to call twice. */
  close(): Promise<void>
}

/** A queue, and what is done with what comes from it. */
export interface QueueOptions<Item> {
  /** Items worked on at once. */
  readonly concurrency: number
  /** Takes the next item; undefined when there is none now. */
  take(): Promise<Item | undefined>
  /** @param stopped Aborts when the server closes. */
  work(item: Item, stopped: AbortSignal): Promise<void>
  readonly jobNews: JobNews
  readonly logger: Logger
}

/** Pause between two looks for what other processes queued or lost, in milliseconds. */
const lookIntervalMs = 500

/** Serves a queue that lies in the store. */
export function serveQueue<Item>({ concurrency, take, work, jobNews, logger }: QueueOptions<Item>): QueueServer {
  const stopped = new AbortController()
  const running = new Set<Promise<void>>()
  let filling: Promise<void> | undefined
  let isNews = false

  /** Takes items while there are any and hands are free. */
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
