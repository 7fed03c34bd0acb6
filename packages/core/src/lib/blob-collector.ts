/** Bytes that are held in memory before they go into a Blob, which a browser keeps on disk. */
const batchBytes = 4_194_304

/** Gathers pieces into a Blob without holding them all in memory where the runtime can do better. */
export class BlobCollector {
  #blobs: Blob[] = []
  #batch: Uint8Array<ArrayBuffer>[] = []
  #batchedBytes = 0

  add(piece: Uint8Array): void {
    this.#batch.push(piece as Uint8Array<ArrayBuffer>)
    this.#batchedBytes += piece.length
    if (this.#batchedBytes >= batchBytes) this.#flush()
  }

  clear(): void {
    this.#blobs = []
    this.#batch = []
    this.#batchedBytes = 0
  }

  toBlob(type = ''): Blob {
    this.#flush()
    return new Blob(this.#blobs, { type })
  }

  #flush(): void {
    this.#blobs.push(new Blob(this.#batch))
    this.#batch = []
    this.#batchedBytes = 0
  }
}
