import type { Duplex } from 'node:stream'
import type { Fault } from '../http/fault-plan.ts'
import { garbage, isDamaging } from '../http/inject-fault.ts'

type WriteCallback = (error?: Error | null) => void

/** Damages what is written to a connection from now on. */
export function damageSocket(socket: Duplex, fault: Fault): void {
  if (!isDamaging(fault)) return
  const never = Number.POSITIVE_INFINITY
  const { stallAfterBytes = never, endAfterBytes = never, dropAfterBytes = never, garbageAfterBytes = never } = fault
  const { chunkBytes = never } = fault
  const stop = Math.min(stallAfterBytes, endAfterBytes, dropAfterBytes)
  const write = socket.write.bind(socket) as (bytes: Uint8Array) => boolean
  let sent = 0
  let hasGarbage = false
  let isStopped = false

  const finish = () => {
    isStopped = true
    if (stop === stallAfterBytes) return
    // Corked bytes are written first.
    setImmediate(() => (stop === endAfterBytes ? socket.end() : destroySoon(socket)))
  }
  const send = (bytes: Uint8Array) => {
    for (let start = 0; start < bytes.length && !isStopped; ) {
      const garbageAt = hasGarbage ? never : garbageAfterBytes
      if (sent >= garbageAt) {
        hasGarbage = true
        write(garbage)
      }
      const untilGarbage = sent < garbageAt ? garbageAt - sent : never
      const length = Math.min(chunkBytes, bytes.length - start, stop - sent, untilGarbage)
      if (length > 0) write(bytes.subarray(start, start + length))
      start += length
      sent += length
      if (sent >= stop) finish()
    }
  }
  const damaged = (chunk: Uint8Array | string, encoding?: BufferEncoding | WriteCallback, done?: WriteCallback) => {
    const callback = typeof encoding === 'function' ? encoding : done
    send(typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : chunk)
    if (callback !== undefined) process.nextTick(callback)
    return true
  }
  socket.write = damaged as Duplex['write']
}

function destroySoon(socket: Duplex & { destroySoon?(): void }): void {
  if (socket.destroySoon === undefined) socket.destroy()
  else socket.destroySoon()
}
