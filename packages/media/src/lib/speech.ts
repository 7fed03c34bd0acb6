import type { Bytes, CallMetadata } from '@mira/core'
import type { MediaContent } from './media-content.ts'

/** Information that is available when speech starts. */
export interface SpeechInfo {
  readonly mediaType: string
  readonly metadata: CallMetadata | undefined
}

/**
 * Speech that is being received. It can be read once: in chunks as they arrive (iteration, {@link stream}) or as a
 * whole ({@link bytes}, {@link blob}). If it is interrupted, reading fails with `stream_interrupted` and never returns
 * a partial result. Call {@link close} if you do not read it.
 */
export class Speech implements AsyncIterable<Uint8Array>, AsyncDisposable {
  /** Media type, such as `audio/mpeg`. */
  readonly mediaType: string
  /** Request id, attempts and timing of the call. */
  readonly metadata: CallMetadata | undefined
  readonly #content: MediaContent

  constructor(content: MediaContent, { mediaType, metadata }: SpeechInfo) {
    this.#content = content
    this.mediaType = mediaType
    this.metadata = metadata
  }

  /** Returns the content that is being received, with its progress. */
  content(): MediaContent {
    return this.#content
  }

  /** Reads the complete audio. */
  bytes(): Promise<Bytes> {
    return this.#content.bytes()
  }

  /** Reads the complete audio as a Blob of its media type. */
  async blob(): Promise<Blob> {
    const blob = await this.#content.blob()
    return blob.slice(0, blob.size, this.mediaType)
  }

  /** Returns the audio as a stream, to be played or forwarded while it arrives. Canceling it closes the connection. */
  stream(): ReadableStream<Uint8Array> {
    return this.#content.stream()
  }

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    return this.#content.chunks()
  }

  /** Closes the connection. Does nothing after the end. */
  close(): void {
    this.#content.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }
}
