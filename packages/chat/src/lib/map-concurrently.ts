import { addAbortCallback, removeAbortCallback } from '@mira/core/internal'

/** Options of {@link mapConcurrently}. */
export interface MapConcurrentlyOptions {
  /** Maximum number of concurrent items, at least 1. */
  readonly limit: number
  /** Aborts the operation; the promise then rejects with `signal.reason` without waiting for items in progress. */
  readonly signal: AbortSignal | null | undefined
}

/**
 * Maps items concurrently and preserves their order. After the first failure, no further items are started.
 *
 * @param map - Processes one item. Its signal aborts when another item fails or the caller aborts, with the same
 * reason.
 * @throws The error of the first item that failed, or `signal.reason`.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  map: (item: Item, signal: AbortSignal, index: number) => Promise<Result>,
  { limit, signal }: MapConcurrentlyOptions,
): Promise<Result[]> {
  signal?.throwIfAborted()
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(signal?.reason)
  // A removable callback instead of `AbortSignal.any`, whose result long-lived signals retain.
  if (signal) addAbortCallback(signal, onAbort)
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
  })
  const results: Result[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < items.length && !controller.signal.aborted) {
      const index = next++
      results[index] = await map(items[index] as Item, controller.signal, index)
    }
  }
  try {
    const workers = Array.from({ length: Math.min(limit, items.length) }, work)
    await Promise.race([Promise.all(workers), aborted])
    return results
  } catch (error) {
    controller.abort(error)
    throw error
  } finally {
    if (signal) removeAbortCallback(signal, onAbort)
  }
}
