import type { Socket } from 'node:net'

/** One client connection, from accept to close. */
export class Connection {
  readonly id: number
  readonly socket: Socket
  /** Resolves when the socket is closed on our side too. */
  readonly closed: Promise<void>
  /** Aborts when the client has ended its side or the socket is closed: nobody reads what we would still send. */
  readonly left: AbortSignal
  /** What the connection is busy with, for messages: `GET /v1/models: stalled`. */
  activity = 'no request yet'

  constructor(id: number, socket: Socket) {
    this.id = id
    this.socket = socket
    const leaving = new AbortController()
    this.left = leaving.signal
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
    // Node's server keeps a socket half-open while a response is unfinished; a scripted one would then never close.
    socket.once('end', () => {
      leaving.abort()
      socket.end()
    })
    socket.once('close', () => leaving.abort())
    // A reset by the client is an expected event here: 'close' follows and tells all there is to know.
    socket.on('error', () => {})
  }

  /** Closes the socket at once: `drop` with FIN, `reset` with RST. */
  breakOff(how: 'drop' | 'reset'): void {
    if (how === 'reset') this.socket.resetAndDestroy()
    else this.socket.destroy()
  }
}
