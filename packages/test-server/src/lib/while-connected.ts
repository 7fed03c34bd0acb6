import { setImmediate as nextTurn, setTimeout as timeout } from 'node:timers/promises'
import { createDeferred } from './deferred.ts'

/** Waits for a promise or a client disconnect, whichever is first. */
export async function whileConnected(disconnected: AbortSignal, wait: Promise<unknown>): Promise<void> {
  if (disconnected.aborted) return
  const { promise, resolve, reject } = createDeferred<unknown>()
  disconnected.addEventListener('abort', resolve)
  wait.then(resolve, reject)
  try {
    await promise
  } finally {
    disconnected.removeEventListener('abort', resolve)
  }
}

/** Waits for the client to disconnect. */
export function untilDisconnected(disconnected: AbortSignal): Promise<void> {
  return whileConnected(disconnected, new Promise(() => {}))
}

/** Waits for `durationMs` milliseconds or until the client disconnects. */
export async function pause(durationMs: number, disconnected: AbortSignal): Promise<void> {
  // Rejects only when the signal aborts, which the caller checks anyway.
  await timeout(durationMs, undefined, { signal: disconnected }).catch(() => {})
}

/** Destination for bytes: an HTTP response or a raw socket. */
export interface ByteSink {
  write(bytes: Uint8Array, flushed: () => void): unknown
  end(ended: () => void): unknown
}

/** Writes, waits for the kernel, and lets a client in this process read: two writes result in two reads. */
export async function writeFlushed(sink: ByteSink, bytes: Uint8Array, disconnected: AbortSignal): Promise<void> {
  if (bytes.length === 0) return
  await whileConnected(disconnected, new Promise<void>((resolve) => sink.write(bytes, resolve)))
  await letClientRead()
}

/** Lets the event loop poll its sockets. When called during a poll, the first turn may end before another poll. */
export async function letClientRead(): Promise<void> {
  await nextTurn()
  await nextTurn()
}
