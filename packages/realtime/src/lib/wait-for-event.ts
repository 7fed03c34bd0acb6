import { closedError } from './closed-error.ts'
import type { EventChannel } from './event-channel.ts'

/** Options of `RealtimeSession.waitFor`. */
export interface WaitForOptions<Event> {
  /** Aborts the wait, which then rejects with `signal.reason`; `AbortSignal.timeout` sets a timeout. */
  readonly signal?: AbortSignal | undefined
  /** Returns whether an event is the one to wait for. Defaults to the next event of the type. */
  readonly where?: ((event: Event) => boolean) | undefined
}

/** Resolves with the next event of a type; rejects when the session ends before. */
export function waitForEvent(
  channel: EventChannel,
  type: string,
  { signal, where }: WaitForOptions<never>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (result: () => void): void => {
      off()
      offEnd()
      signal?.removeEventListener('abort', onAbort)
      result()
    }
    const onAbort = (): void => settle(() => reject(signal?.reason))
    const off = channel.on(type, (event) => {
      if (where?.(event) ?? true) settle(() => resolve(event))
    })
    const offEnd = channel.onEnd(({ error }) => settle(() => reject(error ?? closedError())))
    signal?.addEventListener('abort', onAbort)
    if (signal?.aborted) onAbort()
  })
}
