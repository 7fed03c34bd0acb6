import type { Clock } from './clock.ts'

/**
 * Waits, unless the signal ends the wait first; timer and listener are always undone.
 *
 * @throws `signal.reason` when aborted.
 */
export function sleep(
  ms: number,
  { signal, clock }: { signal?: AbortSignal | undefined; clock: Clock },
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = (): void => {
      clock.clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
