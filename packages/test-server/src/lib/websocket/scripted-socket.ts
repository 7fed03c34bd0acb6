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

/** Thrown into a script that waits for a client that has disconnected; ends the script, but is not a failure. */
export class ClientDisconnectedError extends Error {
  override readonly name = 'ClientDisconnectedError'
}

/** Result of the opening handshake. */
export interface Opening {
  request: RecordedRequest
  connection: Connection
  offeredSubprotocols: readonly string[]
  subprotocol: string
}

/** Server side of one WebSocket, for scripts and assertions. */
export class ScriptedSocket implements AsyncIterable<ReceivedMessage> {
  /** The upgrade request. */
  readonly request: RecordedRequest
  /** Subprotocols offered by the client, in its order. */
  readonly offeredSubprotocols: readonly string[]
  /** Subprotocol selected by the server; empty for none. */
  readonly subprotocol: string
  /** All messages received, whether or not the script has read them. */
  readonly messages: ReceivedMessage[] = []
  /** Payloads of the pings received. */
  readonly pings: string[] = []
  /** Payloads of the pongs received. */
  readonly pongs: string[] = []
  /** Resolves at the end with the client's close frame; the code is 1005 if it was empty, 1006 if there was none. */
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
   * Resolves with the next message that the script has not read.
   *
   * @throws {ClientDisconnectedError} when the socket closes first.
   */
  async receive(): Promise<ReceivedMessage> {
    while (this.messages.length <= this.#readCount) {
      if (this.#isClosed) throw new ClientDisconnectedError('The client disconnected before it sent the next message')
      await this.#arrival.promise
    }
    return this.messages[this.#readCount++]!
  }

  /**
   * Reads the next message, which must match the pattern.
   *
   * @throws {Error} when it does not match.
   * @throws {ClientDisconnectedError} when the socket closes first.
   */
  async expect(pattern: MessagePattern): Promise<ReceivedMessage> {
    const message = await this.receive()
    if (matchesPattern(message, pattern)) return message
    throw new Error(`Expected ${describeData(pattern)}, received ${describeData(message.data)}`)
  }

  /** Reads messages until one matches the pattern. @throws {ClientDisconnectedError} when the socket closes first. */
  async until(pattern: MessagePattern): Promise<ReceivedMessage> {
    for (;;) {
      const message = await this.receive()
      if (matchesPattern(message, pattern)) return message
    }
  }

  /** Iterates over the messages as they arrive, until the socket closes. */
  async *[Symbol.asyncIterator](): AsyncGenerator<ReceivedMessage, void, undefined> {
    try {
      for (;;) yield await this.receive()
    } catch (error) {
      if (!(error instanceof ClientDisconnectedError)) throw error
    }
  }

  /** Sends text unchanged, bytes as a binary message and any other value as JSON; resolves when written. */
  async send(value: unknown): Promise<void> {
    const data = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value)
    // A failed write means that the client has disconnected, which is handled when the socket closes.
    await new Promise<void>((resolve) => this.#websocket.send(data, () => resolve()))
  }

  /** Writes raw bytes, without framing. */
  async writeRaw(bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.write(bytes, () => resolve()))
  }

  /** Sends a ping frame. */
  ping(payload: string): void {
    this.#websocket.ping(payload)
  }

  /** Starts the closing handshake; without a code, the frame is empty. */
  close({ code, reason }: Partial<CloseFrame> = {}): void {
    this.#websocket.close(code, reason)
  }

  /** Ends the connection without a close frame: `drop` with FIN, `reset` with RST. */
  disconnect(how: 'drop' | 'reset'): void {
    this.#connection.disconnect(how)
  }

  /** From now on receives bytes but does not respond, not even to pings and close frames. */
  becomeHalfOpen(): void {
    this.#socket.removeAllListeners('data')
    this.#socket.resume()
  }

  /** Stops reading, so that the client's send buffer fills up. */
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
