import type { Socket } from 'node:net'

/** One client connection, from accept to close. */
export class Connection {
  readonly id: number
  readonly socket: Socket
  /** Resolves when the socket is closed on the server side too. */
  readonly closed: Promise<void>
  /** Aborts when the client has ended its side or the socket is closed: further writes would not be read. */
  readonly disconnected: AbortSignal
  /** Current activity, for error messages: `GET /v1/models, stalled`. */
  activity = 'no request yet'

  constructor(id: number, socket: Socket) {
    this.id = id
    this.socket = socket
    const disconnecting = new AbortController()
    this.disconnected = disconnecting.signal
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
    // Node's server keeps a socket half-open while a response is unfinished; a scripted one might then never close.
    socket.once('end', () => {
      disconnecting.abort()
      socket.end()
    })
    socket.once('close', () => disconnecting.abort())
    // A reset by the client is expected; it is handled in the 'close' event that follows.
    socket.on('error', () => {})
  }

  /** Closes the socket immediately: `drop` with FIN, `reset` with RST. */
  disconnect(how: 'drop' | 'reset'): void {
    if (how === 'reset') this.socket.resetAndDestroy()
    else this.socket.destroy()
  }
}
