import type { Clock } from './clock.ts'
import { settleOnAbort } from './settle-on-abort.ts'

/**
 * Waits for `ms` milliseconds or until the signal aborts; always removes its timer and listener.
 *
 * @throws `signal.reason` when aborted.
 */
export async function sleep(ms: number, { signal, clock }: { signal?: AbortSignal; clock: Clock }): Promise<void> {
  let timer: unknown
  const wait = new Promise<void>((resolve) => {
    timer = clock.setTimeout(resolve, ms)
  })
  try {
    await (signal ? settleOnAbort(wait, signal) : wait)
  } finally {
    clock.clearTimeout(timer)
  }
}
