import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createDeferred } from './deferred.ts'

/** A raw TCP client for the tests of this package: exposes each read, and how the connection ended. */
export class RawClient {
  readonly socket: Socket
  /** Bytes of each read. */
  readonly reads: Buffer[] = []
  /** End of the connection: `end` for FIN, otherwise the error code. */
  readonly ended: Promise<string>
  #arrival = createDeferred()

  private constructor(socket: Socket) {
    this.socket = socket
    this.ended = new Promise((resolve) => {
      socket.once('end', () => resolve('end'))
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    })
    socket.on('data', (bytes) => {
      this.reads.push(bytes)
      this.#arrival.resolve()
      this.#arrival = createDeferred()
    })
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new RawClient(socket)
  }

  /** Connects and sends a request without a body. */
  static async request(port: number, line: string, headers: readonly string[] = []): Promise<RawClient> {
    const client = await RawClient.connect(port)
    client.socket.write([`${line} HTTP/1.1`, 'host: test', ...headers, '', ''].join('\r\n'))
    return client
  }

  get text(): string {
    return Buffer.concat(this.reads).toString('latin1')
  }

  /** Resolves with all text read so far, once it contains `part`. */
  async until(part: string): Promise<string> {
    while (!this.text.includes(part)) await this.#arrival.promise
    return this.text
  }

  /** Waits for the end of the connection. Resolves with the whole text, and how the connection ended. */
  async finish(): Promise<{ text: string; ended: string }> {
    const ended = await this.ended
    return { text: this.text, ended }
  }
}

/** Returns the body of an HTTP message. */
export function bodyPart(text: string): string {
  return text.slice(text.indexOf('\r\n\r\n') + 4)
}
