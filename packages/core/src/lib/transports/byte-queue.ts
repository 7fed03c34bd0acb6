import type { ByteReader } from '../wire-types.ts'

/** Control of the connection that fills a {@link ByteQueue}. */
export interface ByteSource {
  pause(): void
  resume(): void
  /** Closes the connection before the end of the body. */
  abort(reason: unknown): void
}

/** Shared by all queues: bytes returned by `readNow` are consumed before the next call of any queue. */
const joined = new Uint8Array(16 * 1024)

/** Unread bytes above which the connection is paused. */
const highWaterBytes = 256 * 1024

/** Consumed bytes after which as many are allocated on the heap. */
const bytesPerFiller = 64 * 1024
const bytesPerElement = 8

/** Queue between a connection that pushes bytes and a reader that pulls them; returns buffered bytes synchronously. */
export class ByteQueue implements ByteReader {
  /** Garbage; see {@link ByteQueue.noteConsumed}. Not private, because minifiers would remove it. */
  filler: unknown[] | undefined
  #consumedBytes = 0
  #source: ByteSource | undefined
  #chunks: Uint8Array[] = []
  #head = 0
  #queuedBytes = 0
  #isPaused = false
  #end: { error?: unknown; hasFailed: boolean } | undefined
  #waiting: { resolve(bytes: Uint8Array | undefined): void; reject(error: unknown): void } | undefined

  /** Sets the connection. Must be called before the first `push`. */
  attach(source: ByteSource): void {
    this.#source = source
  }

  push(bytes: Uint8Array): void {
    if (this.#end) return
    const waiting = this.#waiting
    if (waiting) {
      this.#waiting = undefined
      return waiting.resolve(bytes)
    }
    this.#chunks.push(bytes)
    this.#queuedBytes += bytes.length
    if (this.#queuedBytes < highWaterBytes || this.#isPaused) return
    this.#isPaused = true
    this.#source?.pause()
  }

  /** Ends the queue; buffered bytes can still be read. */
  end(): void {
    if (this.#end) return
    this.#end = { hasFailed: false }
    this.#waiting?.resolve(undefined)
    this.#waiting = undefined
  }

  /** Fails the queue; the error is thrown after the buffered bytes have been read. */
  fail(error: unknown): void {
    if (this.#end) return
    this.#end = { error, hasFailed: true }
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }

  /** Joins small buffered chunks, because decoding them together is cheaper. */
  readNow(): Uint8Array | undefined {
    let length = 0
    for (;;) {
      const chunk = this.#chunks[this.#head]
      if (!chunk || length + chunk.length > joined.length) break
      joined.set(chunk, length)
      length += chunk.length
      this.#shift()
    }
    if (length > 0) return joined.subarray(0, length)
    return this.#head < this.#chunks.length ? this.#shift() : undefined
  }

  read(): Promise<Uint8Array | undefined> | Uint8Array | undefined {
    if (this.#head < this.#chunks.length) return this.#shift()
    if (this.#end) {
      if (this.#end.hasFailed) throw this.#end.error
      return undefined
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }

  /**
   * V8 frees buffers when it collects its young generation, which a download hardly fills, because buffers are outside
   * of it: up to 90 MB of chunks that have been read pile up. With as much garbage on the heap, it is 10 MB, and the
   * download takes less time, since the same memory is reused.
   */
  noteConsumed(bytes: number): void {
    this.#consumedBytes += bytes
    if (this.#consumedBytes < bytesPerFiller) return
    this.#consumedBytes = 0
    this.filler = new Array(bytesPerFiller / bytesPerElement)
    this.filler = undefined
  }

  cancel(): void {
    const wasOpen = !this.#end
    this.end()
    this.#chunks = []
    this.#head = 0
    if (wasOpen) this.#source?.abort(new Error('The response body was not read to its end'))
  }

  #shift(): Uint8Array {
    const bytes = this.#chunks[this.#head] as Uint8Array
    this.#head += 1
    this.#queuedBytes -= bytes.length
    if (this.#head === this.#chunks.length) {
      this.#chunks = []
      this.#head = 0
    }
    if (this.#isPaused && this.#queuedBytes < highWaterBytes / 2) {
      this.#isPaused = false
      this.#source?.resume()
    }
    return bytes
  }
}
