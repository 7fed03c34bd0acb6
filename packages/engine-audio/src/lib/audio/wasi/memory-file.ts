/** A file in memory that grows as it is written. */
export class MemoryFile {
  #bytes: Uint8Array
  #size: number

  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    this.#bytes = bytes
    this.#size = bytes.length
  }

  get size(): number {
    return this.#size
  }

  /** What was written so far: a view, valid until the next write. */
  get content(): Uint8Array {
    return this.#bytes.subarray(0, this.#size)
  }

  /** Copies from `position` on into `target`; returns how many bytes there were. */
  read(position: number, target: Uint8Array): number {
    const part = this.#bytes.subarray(Math.min(position, this.#size), Math.min(position + target.length, this.#size))
    target.set(part)
    return part.length
  }

  write(position: number, data: Uint8Array): void {
    const end = position + data.length
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2, 65_536))
      grown.set(this.content)
      this.#bytes = grown
    }
    this.#bytes.set(data, position)
    this.#size = Math.max(this.#size, end)
  }
}
