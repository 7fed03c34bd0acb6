/** Reads big-endian bits from bytes. Throws `RangeError` at the end of the data. */
export class BitReader {
  readonly #bytes: Uint8Array
  #position: number

  constructor(bytes: Uint8Array, byteOffset = 0) {
    this.#bytes = bytes
    this.#position = byteOffset * 8
  }

  get bytePosition(): number {
    return Math.ceil(this.#position / 8)
  }

  get isAtEnd(): boolean {
    return this.bytePosition >= this.#bytes.length
  }

  /** Reads up to 40 bits as an unsigned integer. */
  read(count: number): number {
    let value = 0
    for (let left = count; left > 0; ) {
      const byte = this.#byteAtPosition()
      const offset = this.#position % 8
      const taken = Math.min(left, 8 - offset)
      // No bit shifts: they are limited to 32 bits.
      value = value * 2 ** taken + ((byte >> (8 - offset - taken)) & (2 ** taken - 1))
      this.#position += taken
      left -= taken
    }
    return value
  }

  /** Reads up to 40 bits in two's complement. */
  readSigned(count: number): number {
    const value = this.read(count)
    return count > 0 && value >= 2 ** (count - 1) ? value - 2 ** count : value
  }

  /** Counts zero bits up to the next one bit, and consumes that bit. */
  readUnary(): number {
    for (let zeros = 0; ; ) {
      const offset = this.#position % 8
      const rest = (this.#byteAtPosition() << offset) & 0xff
      if (rest !== 0) {
        const leading = Math.clz32(rest) - 24
        this.#position += leading + 1
        return zeros + leading
      }
      zeros += 8 - offset
      this.#position += 8 - offset
    }
  }

  skipToByte(): void {
    this.#position = this.bytePosition * 8
  }

  skipBytes(count: number): void {
    this.#position += count * 8
  }

  #byteAtPosition(): number {
    const byte = this.#bytes[Math.floor(this.#position / 8)]
    if (byte === undefined) throw new RangeError('The data ends too early')
    return byte
  }
}
