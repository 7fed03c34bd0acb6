import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../api-error.ts'
import type { Fault } from './fault-plan.ts'
import { streamOf } from './stream-of.ts'

/** Connection of a request. */
export interface FaultyConnection {
  readonly socket: Duplex & { resetAndDestroy?(): void; destroySoon?(): void }
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal
  /** Returns whether the response head has been written, and with it all of the body that was read so far. */
  readonly isWritten?: (() => boolean) | undefined
}

/**
 * Applies the part of a fault that precedes the response.
 *
 * @returns Whether the request is served; false if the connection was dropped or the client has disconnected.
 * @throws {ApiError} the error response of the fault.
 */
export async function injectBefore(fault: Fault, { socket, signal }: FaultyConnection): Promise<boolean> {
  const { delayMs = 0, status, detail = `Injected fault ${status}`, retryAfterSeconds, headers, style } = fault
  if (delayMs > 0) await sleep(delayMs, undefined, { signal }).catch(() => undefined)
  if (signal.aborted) return false
  if (fault.dropAfterBytes === 0) {
    if (socket.resetAndDestroy === undefined) socket.destroy()
    else socket.resetAndDestroy()
    return false
  }
  if (fault.halfOpen === true) {
    await keepHalfOpen(socket)
    return false
  }
  if (fault.stallAfterBytes === 0) {
    await untilAborted(signal)
    return false
  }
  if (status === undefined) return true
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  throw new ApiError(status, detail, { reply: { headers: { ...retry, ...headers }, style } })
}

/** Keeps a connection open, even if the client closes its side. Resolves when the server has closed it. */
function keepHalfOpen(socket: FaultyConnection['socket']): Promise<void> {
  // The listeners of the server would close this side too.
  socket.removeAllListeners('end')
  return socket.destroyed ? Promise.resolve() : new Promise((resolve) => socket.once('close', () => resolve()))
}

/** Returns whether a fault damages the body of the response. */
export function isDamaging({ stallAfterBytes, endAfterBytes, dropAfterBytes, garbageAfterBytes, chunkBytes }: Fault) {
  return [stallAfterBytes, endAfterBytes, dropAfterBytes, garbageAfterBytes, chunkBytes].some(
    (value) => value !== undefined,
  )
}

/** Damages the body of a response. */
export function damageResponse(response: Response, fault: Fault, connection: FaultyConnection): Response {
  if (response.body === null) return response
  const chunks = damage(response.body, fault, connection)
  const headers = new Headers(response.headers)
  // The damaged body has another length.
  headers.delete('content-length')
  return new Response(streamOf(chunks), { status: response.status, headers })
}

/** Bytes that are neither UTF-8 nor JSON, and no frame of a WebSocket. */
export const garbage: Uint8Array = Uint8Array.of(0xff, 0xfe, 0x00, 0xc3, 0x28, 0x7b, 0x22, 0xed, 0xa0, 0x80)

async function* damage(
  body: ReadableStream<Uint8Array>,
  fault: Fault,
  connection: FaultyConnection,
): AsyncGenerator<Uint8Array> {
  let sent = 0
  let hasGarbage = false
  const never = Number.POSITIVE_INFINITY
  const { stallAfterBytes = never, endAfterBytes = never, dropAfterBytes = never, chunkBytes = never } = fault
  const stop = Math.min(stallAfterBytes, endAfterBytes, dropAfterBytes)
  for await (const chunk of body) {
    for (let start = 0; start < chunk.length || sent >= stop; ) {
      if (sent >= stop) {
        if (stop === stallAfterBytes) await untilAborted(connection.signal)
        if (stop === dropAfterBytes) await drop(connection)
        return
      }
      const garbageAt = hasGarbage ? never : (fault.garbageAfterBytes ?? never)
      if (sent >= garbageAt) {
        hasGarbage = true
        yield garbage
      }
      const length = Math.min(
        chunkBytes,
        chunk.length - start,
        stop - sent,
        sent < garbageAt ? garbageAt - sent : never,
      )
      yield chunk.subarray(start, start + length)
      start += length
      sent += length
    }
  }
}

/** Closes a connection without an end of the response, once what was sent so far has reached the socket. */
async function drop({ socket, signal, isWritten = () => true }: FaultyConnection): Promise<void> {
  while (!isWritten() && !signal.aborted) await new Promise((resolve) => setImmediate(resolve))
  if (socket.destroySoon === undefined) socket.destroy()
  else socket.destroySoon()
  await untilAborted(signal)
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
