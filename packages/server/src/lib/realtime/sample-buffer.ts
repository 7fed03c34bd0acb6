/** Received audio, addressed by position since the start. */
export class SampleBuffer {
  #chunks: Int16Array[] = []
  /** Position of the first sample in the buffer. */
  #start = 0
  #end = 0

  /** Position after the last sample. */
  get end(): number {
    return this.#end
  }

  /** Number of samples in the buffer. */
  get length(): number {
    return this.#end - this.#start
  }

  append(samples: Int16Array): void {
    this.#chunks.push(samples)
    this.#end += samples.length
  }

  /** Copies the buffered samples of a range. */
  slice(from: number, to: number = this.#end): Int16Array {
    const start = Math.max(from, this.#start)
    const result = new Int16Array(Math.max(0, to - start))
    let at = this.#start
    for (const chunk of this.#chunks) {
      const first = Math.max(0, start - at)
      const last = Math.min(chunk.length, to - at)
      if (first < last) result.set(chunk.subarray(first, last), at + first - start)
      at += chunk.length
    }
    return result
  }

  /** Discards whole chunks before a position. */
  discardBefore(position: number): void {
    let count = 0
    for (const chunk of this.#chunks) {
      if (this.#start + chunk.length > position) break
      this.#start += chunk.length
      count++
    }
    if (count > 0) this.#chunks.splice(0, count)
  }
}
