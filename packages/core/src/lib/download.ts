import { BlobCollector } from './blob-collector.ts'
import { callSafely } from './call-safely.ts'
import type { RequestOptions } from './call-state.ts'
import type { Client } from './client.ts'
import { concatBytes } from './concat-bytes.ts'
import { MiraError } from './error.ts'
import { createPace } from './progress-pace.ts'
import { type OnRestart, ResumingReader } from './resuming-reader.ts'
import { streamOf } from './stream-of.ts'
import type { TransferSpec } from './transfer.ts'

/** Where a download comes from when an address does not say it all. */
export interface DownloadSpec extends Omit<TransferSpec, 'operation' | 'method'> {
  /** Default `GET`, or `POST` when there is a body; only what a `GET` brings is resumed. */
  readonly method?: TransferSpec['method'] | undefined
  /** Name for errors, hooks and traces (default `download`). */
  readonly operation?: string | undefined
}

/** How far a download is. */
export interface DownloadProgress {
  /** Falls back to zero when the content changed at the server and begins anew. */
  readonly receivedBytes: number
  /** Where the server tells it. */
  readonly totalBytes: number | undefined
}

/** Told how far a download is, about ten times a second and at the end. */
export type OnDownloadProgress = (progress: DownloadProgress) => void

/** Options of {@link download}. */
export interface DownloadOptions extends RequestOptions {
  readonly onProgress?: OnDownloadProgress | undefined
  /** Fails with `limit_exceeded` above this (default no limit). */
  readonly maxBytes?: number | undefined
}

/** Options of {@link Download.pieces}. */
export interface PiecesOptions {
  /** Called when the content changed at the server and begins anew; without it that is an error. */
  readonly onRestart?: OnRestart | undefined
  /** Takes the place of the download's own. */
  readonly onProgress?: OnDownloadProgress | undefined
}

/** What is known of a download before its content. */
export interface DownloadInfo {
  readonly mediaType: string | undefined
  /** Length in bytes, where the server tells it. */
  readonly totalBytes: number | undefined
}

/**
 * A content on its way. Nothing is sent before it is first read, and it is read once: by iterating, or by one of
 * {@link bytes}, {@link text}, {@link blob}, {@link stream} and {@link saveTo}. A connection that breaks is resumed; a
 * content that cannot be had whole is an error (`stream_interrupted`), never a short result.
 */
export class Download implements AsyncIterable<Uint8Array>, AsyncDisposable {
  readonly #operation: string
  readonly #reader: ResumingReader
  readonly #onProgress: OnDownloadProgress | undefined
  readonly #userSignal: AbortSignal | undefined
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

  /** How far the reading is. */
  get progress(): DownloadProgress {
    return { receivedBytes: this.#reader.receivedBytes, totalBytes: this.#reader.head?.totalBytes }
  }

  /** Sends the request and tells what will come; reading does so by itself. Close a download that is not read then. */
  open(): Promise<DownloadInfo> {
    this.#opening ??= this.#open()
    return this.#opening
  }

  /**
   * The content in pieces as they come.
   *
   * @throws {TypeError} when the download has been read before.
   */
  pieces(options: PiecesOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#isTaken) throw new TypeError(`${this.#operation}: a download is read only once; start another`)
    this.#isTaken = true
    return this.#read(options)
  }

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    return this.pieces()
  }

  /** The whole content in memory. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const pieces: Uint8Array[] = []
    const onRestart = (): void => void pieces.splice(0)
    for await (const piece of this.pieces({ onRestart })) pieces.push(piece)
    const { buffer, byteOffset, length } = concatBytes(pieces)
    // One piece alone may be a Buffer, which is a view like any other but behaves otherwise.
    return new Uint8Array(buffer, byteOffset, length)
  }

  /** The whole content as text in UTF-8. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes())
  }

  /** The whole content as a Blob of its media type, which a browser keeps out of memory. */
  async blob(): Promise<Blob> {
    const collector = new BlobCollector()
    for await (const piece of this.pieces({ onRestart: () => collector.clear() })) collector.add(piece)
    return collector.toBlob(this.#reader.head?.mediaType)
  }

  /** The content as a stream, read as it is asked for; cancelling it closes the connection. */
  stream(): ReadableStream<Uint8Array> {
    return streamOf(this.pieces(), () => this.close())
  }

  /** Writes the content to a stream and closes it; a failure aborts the stream. */
  async saveTo(writable: WritableStream<Uint8Array>): Promise<void> {
    const writer = writable.getWriter()
    try {
      for await (const piece of this) await writer.write(piece)
      await writer.close()
    } catch (error) {
      // Rejects when it was the stream that failed, which is the error thrown here.
      await writer.abort(error).catch(() => {})
      throw error
    } finally {
      writer.releaseLock()
    }
  }

  /** Closes the connection at once; whoever is reading gets `stream_closed`. No effect after the end. */
  close(): void {
    const operation = this.#operation
    this.#userSignal?.removeEventListener('abort', this.#onUserAbort)
    this.#controller.abort(
      new MiraError(`${operation}: the download was left before its end`, { code: 'stream_closed', operation }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  async #open(): Promise<DownloadInfo> {
    if (this.#userSignal?.aborted) this.#onUserAbort()
    else this.#userSignal?.addEventListener('abort', this.#onUserAbort, { once: true })
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
  }: PiecesOptions): AsyncGenerator<Uint8Array, void, undefined> {
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
      for (let piece = await this.#reader.read(onRestart); piece; piece = await this.#reader.read(onRestart)) {
        if (isDue()) report()
        yield piece
      }
      report()
    } finally {
      this.close()
    }
  }

  readonly #onUserAbort = (): void => this.#controller.abort(this.#userSignal?.reason)
}

/**
 * Downloads a content: a path of the API (`/v1/…`) or an absolute URL; credentials go only to the client's own origin.
 *
 * @example for await (const piece of download(client, '/v1/video/j1/content')) write(piece)
 * @returns The download, not started yet.
 * @throws {TypeError} for an address that is neither a path nor an http(s) URL.
 */
export function download(client: Client, target: string | DownloadSpec, options: DownloadOptions = {}): Download {
  const spec: DownloadSpec = typeof target === 'string' ? { path: target } : target
  if (!/^(\/|https?:\/\/)/i.test(spec.path))
    throw new TypeError(`download: "${spec.path}" is neither a path that starts with / nor an http(s) URL`)
  const { operation = 'download', accept = '*/*' } = spec
  const method = spec.method ?? (spec.json === undefined && spec.body === undefined ? 'GET' : 'POST')
  return new Download(client, { ...spec, operation, accept, method }, options)
}
