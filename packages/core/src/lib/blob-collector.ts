import type { Bytes } from './bytes.ts'

/** Bytes buffered in memory before they are moved to a Blob, which browsers may keep on disk. */
const batchBytes = 4_194_304

/** Collects chunks into a Blob, without keeping all of them in memory where the runtime allows it. */
export class BlobCollector {
  #blobs: Blob[] = []
  #batch: Bytes[] = []
  #batchedBytes = 0

  add(chunk: Uint8Array): void {
    this.#batch.push(chunk as Bytes)
    this.#batchedBytes += chunk.length
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
