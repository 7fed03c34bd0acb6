/** Sound that came in, by its place since the beginning. */
export class SampleBuffer {
  #pieces: Int16Array[] = []
  /** Place of the first kept sample. */
  #start = 0
  #end = 0

  /** Place after the last sample. */
  get end(): number {
    return this.#end
  }

  /** Samples that are kept. */
  get length(): number {
    return this.#end - this.#start
  }

  append(samples: Int16Array): void {
    this.#pieces.push(samples)
    this.#end += samples.length
  }

  /** Copies what is kept of a stretch. */
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

  /** Forgets whole pieces before a place. */
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
