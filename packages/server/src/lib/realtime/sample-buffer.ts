/** Received audio, addressed by position since the start. */
export class SampleBuffer {
  #pieces: Int16Array[] = []
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
    this.#pieces.push(samples)
    this.#end += samples.length
  }

  /** Copies the buffered samples of a range. */
  slice(from: number, to: number = this.#end): Int16Array {
    const start = Math.max(from, this.#start)
    const result = new Int16Array(Math.max(0, to - start))
    let at = this.#start
    for (const piece of this.#pieces) {
      const first = Math.max(0, start - at)
      const last = Math.min(piece.length, to - at)
      if (first < last) result.set(piece.subarray(first, last), at + first - start)
      at += piece.length
    }
    return result
  }

  /** Discards whole chunks before a position. */
  forgetBefore(place: number): void {
    let count = 0
    for (const piece of this.#pieces) {
      if (this.#start + piece.length > place) break
      this.#start += piece.length
      count++
    }
    if (count > 0) this.#pieces.splice(0, count)
  }
}
