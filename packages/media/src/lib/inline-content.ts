import type { Bytes, ChunkOptions, DownloadInfo, DownloadProgress } from '@mira/core'
import type { MediaContent } from './media-content.ts'

/** Content that was included in the reply. */
export class InlineContent implements MediaContent {
  readonly #bytes: Bytes
  readonly #mediaType: string | undefined
  #receivedBytes = 0

  constructor(bytes: Bytes, mediaType: string | undefined) {
    this.#bytes = bytes
    this.#mediaType = mediaType
  }

  get progress(): DownloadProgress {
    return { receivedBytes: this.#receivedBytes, totalBytes: this.#bytes.length }
  }

  async open(): Promise<DownloadInfo> {
    return { mediaType: this.#mediaType, totalBytes: this.#bytes.length }
  }

  async *chunks({ onProgress }: ChunkOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    this.#receivedBytes = this.#bytes.length
    onProgress?.(this.progress)
    yield this.#bytes
  }

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    return this.chunks()
  }

  async bytes(): Promise<Bytes> {
    return this.#bytes
  }

  async blob(): Promise<Blob> {
    return new Blob([this.#bytes], { type: this.#mediaType ?? '' })
  }

  stream(): ReadableStream<Uint8Array> {
    const bytes = this.#bytes
    return new ReadableStream({
      start(controller) {
        controller.enqueue(bytes)
        controller.close()
      },
    })
  }

  /** Does nothing, since no connection is open. */
  close(): void {}
}
