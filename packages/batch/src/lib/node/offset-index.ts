/**
 * Positions of records by the hash of their ids: 12 bytes per slot instead of the ids themselves. Ids of equal hashes
 * share a chain, so that the record found has to be compared.
 */
export class OffsetIndex {
  #hashes = new Uint32Array(64)
  /** Offset plus 1; 0 in empty slots. */
  #offsets = new Float64Array(64)
  #size = 0

  get size(): number {
    return this.#size
  }

  add(id: string, offset: number): void {
    if (this.#size * 2 >= this.#offsets.length) this.#grow()
    this.#put(hash(id), offset + 1)
    this.#size += 1
  }

  /** Returns the offsets of the records that may have the id. */
  *find(id: string): Generator<number, void, undefined> {
    const idHash = hash(id)
    const mask = this.#offsets.length - 1
    for (let slot = idHash & mask; this.#offsets[slot] !== 0; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] === idHash) yield (this.#offsets[slot] as number) - 1
    }
  }

  #put(idHash: number, value: number): void {
    const mask = this.#offsets.length - 1
    let slot = idHash & mask
    while (this.#offsets[slot] !== 0) slot = (slot + 1) & mask
    this.#hashes[slot] = idHash
    this.#offsets[slot] = value
  }

  #grow(): void {
    const hashes = this.#hashes
    const offsets = this.#offsets
    this.#hashes = new Uint32Array(hashes.length * 2)
    this.#offsets = new Float64Array(offsets.length * 2)
    for (const [slot, value] of offsets.entries()) if (value !== 0) this.#put(hashes[slot] as number, value)
  }
}

/** FNV-1a over UTF-16 units, with the final mix of MurmurHash3, which spreads consecutive numbers. */
function hash(id: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) value = Math.imul(value ^ id.charCodeAt(at), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
