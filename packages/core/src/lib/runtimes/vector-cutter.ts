import type { CutOptions } from '../cut-reply.ts'
import { oversizeError } from '../error.ts'
import type { ByteReader } from '../wire-types.ts'

const vectorKey = '"embedding":'
/** Length of base64 below which a vector is left in the body. */
const minLength = 256
/** Maximum memory shared by vectors. The first one has its own, so that a reply with one vector takes no more. */
const maxSlabBytes = 1024 * 1024
const empty = /* @__PURE__ */ new Uint8Array()

/**
 * Body of an embeddings reply without its vectors: those in base64 are decoded as they arrive, and replaced by numbers,
 * so that they are neither part of the text of the body nor parsed. Any other body is unchanged.
 */
export class VectorCutter implements ByteReader {
  readonly #source: ByteReader
  readonly #options: CutOptions
  readonly #vectors: Float32Array[] = []
  /** Random, so that a number sent by the server is not taken for a vector. */
  readonly #firstNumber = Math.floor(Math.random() * 2 ** 29)
  #receivedBytes = 0
  #slab = Buffer.alloc(0)
  #usedBytes = 0
  /** Start of a vector that has not arrived completely. */
  #started: string | undefined
  #hasNumbers = false

  constructor(source: ByteReader, options: CutOptions) {
    this.#source = source
    this.#options = options
  }

  /** Returns the vector for which a number stands, or `undefined` for any other value. */
  find(value: unknown): Float32Array | undefined {
    return typeof value === 'number' ? this.#vectors[value - this.#firstNumber] : undefined
  }

  read(): Promise<Uint8Array | undefined> | Uint8Array | undefined {
    const bytes = this.#source.read()
    return bytes instanceof Promise ? bytes.then((next) => this.#cut(next)) : this.#cut(bytes)
  }

  cancel(): void {
    this.#source.cancel()
  }

  #cut(bytes: Uint8Array | undefined): Uint8Array | undefined {
    if (!bytes) return this.#takeStarted()
    const { operation, maxBytes } = this.#options
    this.#receivedBytes += bytes.length
    if (this.#receivedBytes > maxBytes) throw oversizeError(operation, maxBytes)
    if (this.#hasNumbers && this.#started === undefined) return bytes
    // A character for each byte, whatever the encoding.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    const rest = this.#cutText(text)
    if (rest === text) return bytes
    return rest === '' ? empty : Buffer.from(rest, 'latin1')
  }

  #cutText(text: string): string {
    let rest = ''
    let end = 0
    for (let start = this.#started === undefined ? this.#findStart(text, 0) : 0; start >= 0; ) {
      if (this.#started === undefined) rest += text.slice(end, start - 1)
      end = text.indexOf('"', start)
      const vector = (this.#started ?? '') + text.slice(start, end < 0 ? undefined : end)
      this.#started = end < 0 ? vector : undefined
      if (end < 0) return rest
      rest += this.#replace(vector)
      end += 1
      start = this.#findStart(text, end)
    }
    return rest + text.slice(end)
  }

  /** Returns the position of the next vector after its quote, or -1. One whose key is split between chunks is not cut. */
  #findStart(text: string, from: number): number {
    for (let key = text.indexOf(vectorKey, from); key >= 0; key = text.indexOf(vectorKey, key + 1)) {
      const start = key + vectorKey.length
      const first = text[start] === ' ' ? start + 1 : start
      if (text[first] === '"') return first + 1
      // The server sends lists of numbers, in which there is nothing to find.
      this.#hasNumbers ||= text[first] === '['
    }
    return -1
  }

  #replace(text: string): string {
    const vector = text.length < minLength ? undefined : this.#decode(text)
    return vector ? String(this.#firstNumber + this.#vectors.push(vector) - 1) : `"${text}"`
  }

  /** Decodes padded base64 of whole 32-bit floats; returns `undefined` for any other text. */
  #decode(text: string): Float32Array | undefined {
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
    const length = (text.length * 3) / 4 - padding
    if (length % 4 !== 0) return undefined
    if (this.#usedBytes + length > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(length, Math.min(2 * this.#slab.length, maxSlabBytes)))
      this.#usedBytes = 0
    }
    // Invalid characters are skipped, so that fewer bytes are written.
    if (this.#slab.write(text, this.#usedBytes, length, 'base64') !== length) return undefined
    const vector = new Float32Array(this.#slab.buffer, this.#usedBytes, length / 4)
    this.#usedBytes += length
    return vector
  }

  /** Returns a string that the end of the body interrupts. */
  #takeStarted(): Uint8Array | undefined {
    const started = this.#started
    this.#started = undefined
    return started === undefined ? undefined : Buffer.from(`"${started}`, 'latin1')
  }
}
