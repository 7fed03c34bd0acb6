/** An in-memory file that grows when written. */
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

  /** The bytes written so far: a view, valid until the next write. */
  get content(): Uint8Array {
    return this.#bytes.subarray(0, this.#size)
  }

  /** Reads from `position` into `target` and returns the number of bytes read. */
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
