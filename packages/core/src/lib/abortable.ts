import type { Clock } from './clock.ts'

/** Settles with a promise, or rejects as soon as the signal aborts, even if the promise ignores the signal. */
export function settleOnAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).then(() => signal.removeEventListener('abort', onAbort))
  })
}

/**
 * Waits for `ms` milliseconds or until the signal aborts; always removes its timer and listener.
 *
 * @throws `signal.reason` when aborted.
 */
export function sleep(ms: number, { signal, clock }: { signal?: AbortSignal; clock: Clock }): Promise<void> {
  let timer: unknown
  const wait = new Promise<void>((resolve) => {
    timer = clock.setTimeout(resolve, ms)
  })
  return (signal ? settleOnAbort(wait, signal) : wait).finally(() => clock.clearTimeout(timer))
}
