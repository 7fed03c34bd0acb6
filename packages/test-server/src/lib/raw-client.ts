import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createDeferred } from './deferred.ts'

/** A bare TCP client for our own tests: it shows the reads, and how the connection ended. */
export class RawClient {
  readonly socket: Socket
  /** What each read brought. */
  readonly reads: Buffer[] = []
  /** How the connection ended: `end` by FIN, or the code of the error. */
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

  /** Resolves with all text read so far, once it has `part` in it. */
  async until(part: string): Promise<string> {
    while (!this.text.includes(part)) await this.#arrival.promise
    return this.text
  }

  /** Whole text, and how the connection ended. */
  async finish(): Promise<{ text: string; ended: string }> {
    const ended = await this.ended
    return { text: this.text, ended }
  }
}

/** The body part of an HTTP message. */
export function bodyPart(text: string): string {
  return text.slice(text.indexOf('\r\n\r\n') + 4)
}
