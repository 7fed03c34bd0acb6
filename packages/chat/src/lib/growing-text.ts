/** Number of chunks that are joined at a time. */
const batchSize = 1_024

/**
 * A string built from many small chunks. Concatenating them one by one keeps a 32-byte node per chunk until the string
 * is read: over a million deltas, that used 130 MB more at the peak, and 15% more time, than joining them in batches.
 */
export class GrowingText {
  #text: string
  #chunks: string[] = []

  constructor(text = '') {
    this.#text = text
  }

  /** Appends a chunk. */
  add(chunk: string): this {
    if (this.#chunks.push(chunk) === batchSize) this.#join()
    return this
  }

  /** Returns the text so far. */
  toString(): string {
    this.#join()
    return this.#text
  }

  #join(): void {
    this.#text += this.#chunks.join('')
    this.#chunks = []
  }
}
