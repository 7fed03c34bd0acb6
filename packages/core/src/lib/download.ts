import { addAbortCallback, removeAbortCallback } from '#runtime'
import { BlobCollector } from './blob-collector.ts'
import type { Bytes } from './bytes.ts'
import { callSafely } from './call-report.ts'
import type { Client } from './client-state.ts'
import type {
  ChunkOptions,
  DownloadInfo,
  DownloadOptions,
  DownloadProgress,
  DownloadSpec,
  OnDownloadProgress,
} from './download-options.ts'
import { MiraError } from './error.ts'
import { followRedirect } from './follow-redirect.ts'
import { createPace } from './progress-pace.ts'
import { concatBytes } from './read-body.ts'
import { ResumingReader } from './resuming-reader.ts'
import { streamOf } from './stream-of.ts'
import type { TransferSpec } from './transfer.ts'

/** Maximum length of a content for which memory is allocated before it arrives. */
const maxAllocatedBytes = 2 ** 30

/**
 * A lazy download. The request is sent on the first read, and the content can be read once: by iterating, or with one
 * of {@link bytes}, {@link text}, {@link blob}, {@link stream} and {@link saveTo}. A broken connection is resumed;
 * content that cannot be completed is an error (`stream_interrupted`), never a truncated result.
 */
export class Download implements AsyncIterable<Uint8Array>, AsyncDisposable {
  readonly #operation: string
  readonly #reader: ResumingReader
  readonly #onProgress: OnDownloadProgress | undefined
  readonly #userSignal: AbortSignal | null | undefined
  readonly #controller = new AbortController()
  #opening: Promise<DownloadInfo> | undefined
  #isTaken = false

  constructor(client: Client, spec: TransferSpec, options: DownloadOptions) {
    const { onProgress, maxBytes = Number.POSITIVE_INFINITY, ...requestOptions } = options
    this.#operation = spec.operation
    this.#onProgress = onProgress
    this.#userSignal = options.signal
    const { signal } = this.#controller
    this.#reader = new ResumingReader(client, spec, { ...requestOptions, signal, maxBytes, result: this })
  }

  /** Download progress. */
  get progress(): DownloadProgress {
    return { receivedBytes: this.#reader.receivedBytes, totalBytes: this.#reader.head?.totalBytes }
  }

  /**
   * Sends the request and resolves with the response metadata. Implied by reading. Call {@link close} if you do not
   * read the body.
   */
  open(): Promise<DownloadInfo> {
    this.#opening ??= this.#open()
    return this.#opening
  }

  /**
   * Returns the content as chunks, as they arrive.
   *
   * @throws {TypeError} when the download has already been read.
   */
  chunks(options: ChunkOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#isTaken) throw new TypeError(`${this.#operation}: a download can be read only once; start another`)
    this.#isTaken = true
    return this.#read(options)
  }

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    return this.chunks()
  }

  /** Reads the whole content into memory. */
  async bytes(): Promise<Bytes> {
    let whole: Bytes | undefined
    const chunks: Uint8Array[] = []
    const onRestart = (): void => {
      whole = undefined
      chunks.length = 0
    }
    for await (const chunk of this.chunks({ onRestart })) {
      const { receivedBytes, totalBytes = Number.POSITIVE_INFINITY } = this.progress
      // Copied in place, so that the content is in memory only once; beyond the limit, the server is not trusted.
      if (totalBytes > maxAllocatedBytes) chunks.push(chunk)
      else {
        whole ??= new Uint8Array(totalBytes)
        whole.set(chunk, receivedBytes - chunk.length)
      }
    }
    const { buffer, byteOffset, length } = whole ?? concatBytes(chunks)
    // A single chunk may be a Buffer, whose methods differ from those of a Uint8Array.
    return new Uint8Array(buffer, byteOffset, length)
  }

  /** Reads the whole content as UTF-8 text. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes())
  }

  /** Reads the whole content into a Blob of its media type, which browsers may keep out of memory. */
  async blob(): Promise<Blob> {
    const collector = new BlobCollector()
    for await (const chunk of this.chunks({ onRestart: () => collector.clear() })) collector.add(chunk)
    return collector.toBlob(this.#reader.head?.mediaType)
  }

  /** Returns the content as a stream, read on demand; canceling it closes the connection. */
  stream(): ReadableStream<Uint8Array> {
    return streamOf(this.chunks(), () => this.close())
  }

  /** Writes the content to a stream and closes it; on failure the stream is aborted. */
  async saveTo(writable: WritableStream<Uint8Array>): Promise<void> {
    const writer = writable.getWriter()
    try {
      for await (const chunk of this) await writer.write(chunk)
      await writer.close()
    } catch (error) {
      // Rejects when the stream itself failed; that error is thrown below.
      await writer.abort(error).catch(() => {})
      throw error
    } finally {
      writer.releaseLock()
    }
  }

  /** Closes the connection at once; pending reads reject with `stream_closed`. No effect after the end. */
  close(): void {
    const operation = this.#operation
    if (this.#userSignal) removeAbortCallback(this.#userSignal, this.#onUserAbort)
    this.#controller.abort(
      new MiraError(`${operation}: the download was closed before its end`, { code: 'stream_closed', operation }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  async #open(): Promise<DownloadInfo> {
    if (this.#userSignal?.aborted) this.#onUserAbort()
    else if (this.#userSignal) addAbortCallback(this.#userSignal, this.#onUserAbort)
    try {
      const { mediaType, totalBytes } = await this.#reader.open()
      return { mediaType, totalBytes }
    } catch (error) {
      this.close()
      throw error
    }
  }

  async *#read({
    onRestart,
    onProgress = this.#onProgress,
  }: ChunkOptions): AsyncGenerator<Uint8Array, void, undefined> {
    let toldBytes = -1
    const report = (): void => {
      const { progress } = this
      if (progress.receivedBytes === toldBytes) return
      toldBytes = progress.receivedBytes
      void callSafely(() => onProgress?.(progress))
    }
    const isDue = createPace()
    try {
      await this.open()
      for (let chunk = await this.#reader.read(onRestart); chunk; chunk = await this.#reader.read(onRestart)) {
        if (isDue()) report()
        yield chunk
      }
      report()
    } finally {
      this.close()
    }
  }

  readonly #onUserAbort = (): void => this.#controller.abort(this.#userSignal?.reason)
}

/**
 * Downloads a path of the API (`/v1/…`) or an absolute URL. Credentials are sent only to the client's own origin.
 *
 * @example for await (const chunk of download(client, '/v1/video/j1/content')) write(chunk)
 * @returns The download, not yet started.
 * @throws {TypeError} when the target is neither a path nor an http(s) URL.
 */
export function download(client: Client, target: string | DownloadSpec, options: DownloadOptions = {}): Download {
  const spec: DownloadSpec = typeof target === 'string' ? { path: target } : target
  if (!/^(\/|https?:\/\/)/i.test(spec.path))
    throw new TypeError(`download: "${spec.path}" is neither a path that starts with / nor an http(s) URL`)
  const { operation = 'download', accept = '*/*' } = spec
  const method = spec.method ?? (spec.json === undefined && spec.body === undefined ? 'GET' : 'POST')
  const onRedirect = method === 'GET' ? followRedirect : undefined
  return new Download(client, { ...spec, operation, accept, method, onRedirect }, options)
}
