import type { Bytes } from '@mira/core'
import { type ChunkOptions, type DownloadInfo, type DownloadProgress, MiraError } from '@mira/core'
import type { MediaContent } from './media-content.ts'

const operation = 'audio.speech'

/** Audio that is being received. Reading it fails if it is empty: some servers report an error this way. */
export class SoundContent implements MediaContent {
  readonly #content: MediaContent

  constructor(content: MediaContent) {
    this.#content = content
  }

  get progress(): DownloadProgress {
    return this.#content.progress
  }

  open(): Promise<DownloadInfo> {
    return this.#content.open()
  }

  async *chunks(options?: ChunkOptions): AsyncGenerator<Uint8Array, void, undefined> {
    let length = 0
    for await (const chunk of this.#content.chunks(options)) {
      length += chunk.length
      yield chunk
    }
    if (length === 0) throw noAudio()
  }

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    return this.chunks()
  }

  async bytes(): Promise<Bytes> {
    const bytes = await this.#content.bytes()
    if (bytes.length === 0) throw noAudio()
    return bytes
  }

  async blob(): Promise<Blob> {
    const blob = await this.#content.blob()
    if (blob.size === 0) throw noAudio()
    return blob
  }

  stream(): ReadableStream<Uint8Array> {
    let length = 0
    const check = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        length += chunk.length
        controller.enqueue(chunk)
      },
      flush(controller) {
        if (length === 0) controller.error(noAudio())
      },
    })
    return this.#content.stream().pipeThrough(check)
  }

  close(): void {
    this.#content.close()
  }
}

/** Creates the error for a response without audio. */
export function noAudio(): MiraError {
  return new MiraError(`${operation}: the server sent an empty response instead of audio`, {
    code: 'invalid_response',
    operation,
  })
}
