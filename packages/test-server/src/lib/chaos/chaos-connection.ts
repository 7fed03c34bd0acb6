import type { Socket } from 'node:net'
import { Connection } from '../connection.ts'
import { pause, writeFlushed } from '../while-connected.ts'
import type { ChaosRule, DirectionRule } from './chaos-rule.ts'

type Direction = 'toServer' | 'toClient'

interface Forwarding {
  direction: Direction
  sink: Connection
  rule: DirectionRule
}

/** One connection through the proxy; a test can break it at any time. */
export class ChaosConnection {
  /** Resolves when both sides are closed. */
  readonly closed: Promise<void>
  readonly #client: Connection
  readonly #server: Connection
  #isStalled = false
  readonly #passed: Record<Direction, number> = { toServer: 0, toClient: 0 }

  constructor(id: number, { client, server }: { client: Socket; server: Socket }) {
    this.#client = new Connection(id, client)
    this.#server = new Connection(id, server)
    this.closed = Promise.all([this.#client.closed, this.#server.closed]).then(() => {})
  }

  /** Number of bytes forwarded so far, by direction. */
  get passed(): Readonly<Record<Direction, number>> {
    return this.#passed
  }

  /** Closes both sides (FIN). */
  drop(): void {
    this.#disconnect('drop')
  }

  /** Resets both sides (RST). */
  reset(): void {
    this.#disconnect('reset')
  }

  /** Discards all further bytes in both directions: to each side, the other appears connected but silent. */
  stall(): void {
    this.#isStalled = true
  }

  /** Forwards bytes in both directions until the connection ends or a rule breaks it. */
  async run({ toServer = {}, toClient = {} }: ChaosRule): Promise<void> {
    await Promise.all([this.#pass('toServer', toServer), this.#pass('toClient', toClient)])
  }

  async #pass(direction: Direction, rule: DirectionRule): Promise<void> {
    const [source, sink] = direction === 'toServer' ? [this.#client, this.#server] : [this.#server, this.#client]
    for await (const bytes of readToEnd(source.socket)) {
      for (const part of split(bytes, rule.chunkBytes ?? bytes.length)) {
        if (rule.delayMs !== undefined) await pause(rule.delayMs, sink.disconnected)
        await this.#forward(part, { direction, sink, rule })
      }
    }
    const isSwallowed = this.#isStalled || this.#passed[direction] >= (rule.stallAt ?? Number.POSITIVE_INFINITY)
    if (!isSwallowed) sink.socket.end()
  }

  async #forward(bytes: Buffer, { direction, sink, rule }: Forwarding): Promise<void> {
    if (this.#isStalled) return
    const limit = Math.min(...[rule.dropAt, rule.resetAt, rule.stallAt].map((at) => at ?? Number.POSITIVE_INFINITY))
    const kept = bytes.subarray(0, limit - this.#passed[direction])
    this.#passed[direction] += kept.length
    await writeFlushed(sink.socket, kept, sink.disconnected)
    if (this.#passed[direction] >= (rule.dropAt ?? Number.POSITIVE_INFINITY)) this.drop()
    if (this.#passed[direction] >= (rule.resetAt ?? Number.POSITIVE_INFINITY)) this.reset()
  }

  #disconnect(how: 'drop' | 'reset'): void {
    this.#client.disconnect(how)
    this.#server.disconnect(how)
  }
}

/** Reads a socket until it ends, normally or with an error. */
async function* readToEnd(socket: Socket): AsyncGenerator<Buffer> {
  try {
    // Do not close the socket at the end of reading: the other direction may still write to it.
    yield* socket.iterator({ destroyOnReturn: false })
  } catch {
    // A reset is forwarded as a normal end, as by any proxy.
  }
}

function* split(bytes: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}
