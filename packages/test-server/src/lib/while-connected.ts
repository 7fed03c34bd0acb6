import { setImmediate as nextTurn, setTimeout as timeout } from 'node:timers/promises'
import { createDeferred } from './deferred.ts'

/** Waits for something or for the client to leave, whichever is first. */
export async function whileConnected(left: AbortSignal, wait: Promise<unknown>): Promise<void> {
  if (left.aborted) return
  const { promise, resolve, reject } = createDeferred<unknown>()
  left.addEventListener('abort', resolve)
  wait.then(resolve, reject)
  try {
    await promise
  } finally {
    left.removeEventListener('abort', resolve)
  }
}

/** Waits for the client to leave. */
export function untilLeft(left: AbortSignal): Promise<void> {
  return whileConnected(left, new Promise(() => {}))
}

/** Waits for a time, unless the client leaves. */
export async function pause(durationMs: number, left: AbortSignal): Promise<void> {
  // Rejects only by the signal, and that the caller looks at anyway.
  await timeout(durationMs, undefined, { signal: left }).catch(() => {})
}

/** Something bytes can be written to: an HTTP response or a bare socket. */
export interface ByteSink {
  write(bytes: Uint8Array, flushed: () => void): unknown
  end(ended: () => void): unknown
}

/** Writes, waits until the kernel has the bytes, and lets a client in this process read them: two writes are two reads. */
export async function writeFlushed(sink: ByteSink, bytes: Uint8Array, left: AbortSignal): Promise<void> {
  if (bytes.length === 0) return
  await whileConnected(left, new Promise<void>((resolve) => sink.write(bytes, resolve)))
  await letClientRead()
}

/** Lets the event loop poll its sockets. The first turn may end before it polls, when we were called while it did. */
export async function letClientRead(): Promise<void> {
  await nextTurn()
  await nextTurn()
}
