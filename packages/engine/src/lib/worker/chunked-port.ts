import { detachParts, joinParts, type Part, type PartPlace } from './message-parts.ts'

/** Writes one message to an IPC channel. Throws if it cannot be cloned. */
export type PostMessage = (message: object, onWritten: () => void) => void

type Piece =
  | { readonly kind: 'allocate'; readonly byteLength: number }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'joined'; readonly body: unknown; readonly places: readonly PartPlace[] }

/**
 * One end of an IPC channel. Buffers of more than 1 MiB are sent in chunks ahead of their message: each byte is copied
 * once into the channel and once out of it, and the event loops keep running between chunks. Messages stay in order.
 */
export class ChunkedPort<Outgoing extends object, Incoming extends object> {
  readonly #post: PostMessage
  readonly #chunkBytes: number
  #tail: Promise<void> | undefined
  readonly #received: Uint8Array<ArrayBuffer>[] = []
  #filledBytes = 0

  /** @param chunkBytes - Chunk size. Copying larger chunks blocks the event loops for longer. */
  constructor(post: PostMessage, chunkBytes: number = 2 ** 20) {
    this.#post = post
    this.#chunkBytes = chunkBytes
  }

  /**
   * Sends a message. Its large buffers must not be modified until the promise resolves.
   *
   * @returns A promise that resolves once the message is written, or lost because the other end is gone.
   * @throws {Error} when the message cannot be cloned. The other end receives nothing of it.
   */
  async send(message: Outgoing): Promise<void> {
    const { body, parts } = detachParts(message, this.#chunkBytes)
    // Written synchronously if the order allows it: code that blocks the thread next could not send it later.
    if (parts.length === 0 && !this.#tail) return this.#write(message)
    const sent = (this.#tail ?? Promise.resolve()).then(() =>
      parts.length === 0 ? this.#write(message) : this.#writeParts(body, parts),
    )
    const tail: Promise<void> = sent.then(
      () => this.#leave(tail),
      () => this.#leave(tail),
    )
    this.#tail = tail
    return sent
  }

  /** Processes a message part that arrived at this end. Returns the message that it completes, if any. */
  receive(arrived: Incoming | Piece): Incoming | undefined {
    if (!('kind' in arrived)) return arrived
    switch (arrived.kind) {
      case 'allocate':
        this.#received.push(new Uint8Array(arrived.byteLength))
        this.#filledBytes = 0
        return undefined
      case 'chunk':
        this.#received.at(-1)?.set(arrived.bytes, this.#filledBytes)
        this.#filledBytes += arrived.bytes.byteLength
        return undefined
      case 'joined':
        return joinParts(arrived.body, arrived.places, this.#received.splice(0)) as Incoming
    }
    return arrived as Incoming
  }

  async #writeParts(body: unknown, parts: readonly Part[]): Promise<void> {
    for (const { bytes } of parts) await this.#writeChunks(bytes)
    const places = parts.map(({ path, type }) => ({ path, type }))
    try {
      await this.#write({ kind: 'joined', body, places } satisfies Piece)
    } catch (error) {
      // Without this, the next message would be joined with the buffers of this one.
      await this.#write({ kind: 'joined', body: undefined, places: [] } satisfies Piece)
      throw error
    }
  }

  async #writeChunks(bytes: Uint8Array): Promise<void> {
    await this.#write({ kind: 'allocate', byteLength: bytes.byteLength } satisfies Piece)
    for (let start = 0; start < bytes.byteLength; start += this.#chunkBytes) {
      const chunk = bytes.subarray(start, start + this.#chunkBytes)
      await this.#write({ kind: 'chunk', bytes: chunk } satisfies Piece)
    }
  }

  #write(message: object): Promise<void> {
    return new Promise((resolve) => this.#post(message, resolve))
  }

  #leave(tail: Promise<void>): void {
    if (this.#tail === tail) this.#tail = undefined
  }
}
