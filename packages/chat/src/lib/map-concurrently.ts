/** How {@link mapConcurrently} works. */
export interface MapConcurrentlyOptions {
  /** Most items under way at once, from 1. */
  readonly limit: number
  /** Ends everything; the promise then rejects with `signal.reason` without waiting for what is under way. */
  readonly signal: AbortSignal | undefined
}

/**
 * Maps items side by side and keeps their order. At the first failure no further item is begun.
 *
 * @param map Does one item; its signal aborts when another item fails or the caller gives up, with that reason.
 * @throws What the first item failed with, or `signal.reason`.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  map: (item: Item, signal: AbortSignal, index: number) => Promise<Result>,
  { limit, signal }: MapConcurrentlyOptions,
): Promise<Result[]> {
  signal?.throwIfAborted()
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(signal?.reason)
  // One listener of ours instead of `AbortSignal.any`, which long-lived signals keep hold of.
  signal?.addEventListener('abort', onAbort)
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
    signal?.removeEventListener('abort', onAbort)
  }
}
