import type { CallMetadata } from '@mira/core'
import type { MediaContent } from './media-content.ts'

/** What is known of a speech when it begins. */
export interface SpeechInfo {
  readonly mediaType: string
  readonly metadata: CallMetadata | undefined
}

/**
 * Speech on its way, read once: as it comes (iterating, {@link stream}) or whole ({@link bytes}, {@link blob}). One
 * that breaks off is an error (`stream_interrupted`), never a short result. Close one that you do not read.
 */
export class Speech implements AsyncIterable<Uint8Array>, AsyncDisposable {
  /** Such as `audio/mpeg`. */
  readonly mediaType: string
  /** Request id, attempts and timing of the call. */
  readonly metadata: CallMetadata | undefined
  readonly #content: MediaContent

  constructor(content: MediaContent, { mediaType, metadata }: SpeechInfo) {
    this.#content = content
    this.mediaType = mediaType
    this.metadata = metadata
  }

  /** What is being read, with its progress. */
  content(): MediaContent {
    return this.#content
  }

  /** The whole sound. */
  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#content.bytes()
  }

  /** The whole sound as a Blob of its media type. */
  async blob(): Promise<Blob> {
    const blob = await this.#content.blob()
    return blob.slice(0, blob.size, this.mediaType)
  }

  /** The sound as it comes, to be played or sent on meanwhile; cancelling it closes the connection. */
  stream(): ReadableStream<Uint8Array> {
    return this.#content.stream()
  }

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    return this.#content.pieces()
  }

  /** Closes the connection; no effect after the end. */
  close(): void {
    this.#content.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }
}
