import type { WebSocket } from 'ws'
import type { EventRecorder } from '../emulation.ts'
import type { Fault } from '../http/fault-plan.ts'
import type { ConnectionOptions } from './connection.ts'

/** Options of {@link watchTraffic}. */
export interface TrafficOptions {
  readonly requestId: string
  readonly emulator: EventRecorder | undefined
  /** Fault of the session, if any. */
  readonly fault: Fault | undefined
}

/** Returns a callback that records the events of a session and applies its fault; undefined without either. */
export function watchTraffic(
  socket: WebSocket,
  { requestId, emulator, fault }: TrafficOptions,
): ConnectionOptions['onTraffic'] {
  const lastEvent = fault?.disconnectAfterEvents
  if (emulator === undefined && lastEvent === undefined) return undefined
  let sent = 0
  return (direction, event) => {
    emulator?.recordEvent(requestId, direction, event)
    if (direction !== 'sent' || lastEvent === undefined) return
    sent += 1
    if (sent >= lastEvent) disconnect(socket, fault?.closeCode)
  }
}

/** Closes a socket with a code, or drops its connection once what was sent has been written. */
function disconnect(socket: WebSocket, closeCode: number | undefined): void {
  if (closeCode !== undefined) return socket.close(closeCode, 'Injected fault')
  socket.pause()
  setImmediate(() => socket.terminate())
}
