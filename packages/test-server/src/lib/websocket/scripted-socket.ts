import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Connection } from '../connection.ts'
import { createDeferred } from '../deferred.ts'
import type { RecordedRequest } from '../recorded-request.ts'
import { describeData, type MessagePattern, matchesPattern } from './message-pattern.ts'
import { type ReceivedMessage, toReceivedMessage } from './received-message.ts'

/** Code and reason of a close frame (RFC 6455 §7.4). */
export interface CloseFrame {
  code: number
  reason: string
}

/** Thrown into a script that waits for a client that has left; ends the script, and is no failure. */
export class ClientLeftError extends Error {
  override readonly name = 'ClientLeftError'
}

/** How a socket was opened. */
export interface Opening {
  request: RecordedRequest
  connection: Connection
  offeredSubprotocols: readonly string[]
  subprotocol: string
}

/** The server's end of one WebSocket, for scripts and for assertions. */
export class ScriptedSocket implements AsyncIterable<ReceivedMessage> {
  /** The upgrade request. */
  readonly request: RecordedRequest
  /** Subprotocols the client offered, in its order. */
  readonly offeredSubprotocols: readonly string[]
  /** Subprotocol the server chose; empty for none. */
  readonly subprotocol: string
  /** Every message received, read by the script or not. */
  readonly messages: ReceivedMessage[] = []
  /** Payloads of the pings received. */
  readonly pings: string[] = []
  /** Payloads of the pongs received. */
  readonly pongs: string[] = []
  /** Resolves at the end with what the client's close frame said, 1005 when it was empty, 1006 when none came. */
  readonly closed: Promise<CloseFrame>
  readonly #websocket: WebSocket
  readonly #connection: Connection
  #arrival = createDeferred()
  #readCount = 0
  #isClosed = false

  constructor(websocket: WebSocket, opening: Opening) {
    this.request = opening.request
    this.offeredSubprotocols = opening.offeredSubprotocols
    this.subprotocol = opening.subprotocol
    this.#websocket = websocket
    this.#connection = opening.connection
    this.closed = new Promise((resolve) => {
      websocket.once('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') }))
    })
    websocket.once('close', () => {
      this.#isClosed = true
      this.#wake()
    })
    websocket.on('message', (data, isBinary) => {
      this.messages.push(toReceivedMessage(data as Buffer, isBinary))
      this.#wake()
    })
    websocket.on('ping', (data) => this.pings.push(data.toString('utf8')))
    websocket.on('pong', (data) => this.pongs.push(data.toString('utf8')))
  }

  /**
   * The next message the script has not read.
   *
   * @throws {ClientLeftError} When the socket closes first.
   */
  async receive(): Promise<ReceivedMessage> {
    while (this.messages.length <= this.#readCount) {
      if (this.#isClosed) throw new ClientLeftError('The client left before it sent the next message')
      await this.#arrival.promise
    }
    return this.messages[this.#readCount++]!
  }

  /**
   * Reads the next message, which must fit.
   *
   * @throws {Error} When it does not.
   */
  async expect(pattern: MessagePattern): Promise<ReceivedMessage> {
    const message = await this.receive()
    if (matchesPattern(message, pattern)) return message
    throw new Error(`Expected ${describeData(pattern)}, received ${describeData(message.data)}`)
  }

  /** Reads messages up to one that fits. */
  async until(pattern: MessagePattern): Promise<ReceivedMessage> {
    for (;;) {
      const message = await this.receive()
      if (matchesPattern(message, pattern)) return message
    }
  }

  /** Messages as they come, until the socket closes. */
  async *[Symbol.asyncIterator](): AsyncGenerator<ReceivedMessage, void, undefined> {
    try {
      for (;;) yield await this.receive()
    } catch (error) {
      if (!(error instanceof ClientLeftError)) throw error
    }
  }

  /** Sends text as it is, bytes as a binary message and anything else as JSON; resolves when written. */
  async send(value: unknown): Promise<void> {
    const data = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value)
    // A failed write means that the client has left, which the closing of the socket tells.
    await new Promise<void>((resolve) => this.#websocket.send(data, () => resolve()))
  }

  /** Writes bytes past the framing. */
  async writeRaw(bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.write(bytes, () => resolve()))
  }

  ping(payload: string): void {
    this.#websocket.ping(payload)
  }

  /** Starts the closing handshake; without a code the frame is empty. */
  close({ code, reason }: Partial<CloseFrame> = {}): void {
    this.#websocket.close(code, reason)
  }

  /** Ends the connection without a close frame, by FIN or by RST. */
  breakOff(how: 'drop' | 'reset'): void {
    this.#connection.breakOff(how)
  }

  /** Takes bytes but answers nothing any more, pings and close frames included. */
  becomeHalfOpen(): void {
    this.#socket.removeAllListeners('data')
    this.#socket.resume()
  }

  /** Takes no bytes any more: the client's send buffer fills up. */
  stopReading(): void {
    this.#websocket.pause()
  }

  get #socket(): Socket {
    return this.#connection.socket
  }

  #wake(): void {
    this.#arrival.resolve()
    this.#arrival = createDeferred()
  }
}
