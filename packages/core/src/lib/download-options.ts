import type { RequestOptions } from './call-state.ts'
import type { OnRestart } from './resuming-reader.ts'
import type { TransferSpec } from './transfer.ts'

/** Request of a download that needs more than a URL. */
export interface DownloadSpec extends Omit<TransferSpec, 'operation' | 'method' | 'onRedirect'> {
  /** HTTP method. Defaults to `POST` when there is a body, otherwise to `GET`. Only `GET` downloads are resumed. */
  readonly method?: TransferSpec['method'] | undefined
  /** Name for errors, hooks and traces. Defaults to `download`. */
  readonly operation?: string | undefined
}

/** Download progress. */
export interface DownloadProgress {
  /** Bytes received so far; reset to zero when the content changed on the server and the download restarts. */
  readonly receivedBytes: number
  /** Length of the content in bytes, if the server reports it. */
  readonly totalBytes: number | undefined
}

/** Called with the progress of a download, about ten times a second and at the end. */
export type OnDownloadProgress = (progress: DownloadProgress) => void

/** Options for {@link download}. */
export interface DownloadOptions extends RequestOptions {
  /** Called with the progress of the download. */
  readonly onProgress?: OnDownloadProgress | undefined
  /** Maximum size in bytes; a larger download fails with `limit_exceeded`. Unlimited by default. */
  readonly maxBytes?: number | undefined
}

/** Options for {@link Download.chunks}. */
export interface ChunkOptions {
  /** Called when the content changed on the server and the download restarts; if absent, a change is an error. */
  readonly onRestart?: OnRestart | undefined
  /** Replaces the `onProgress` of the download. */
  readonly onProgress?: OnDownloadProgress | undefined
}

/** Metadata of a download, available before its content. */
export interface DownloadInfo {
  readonly mediaType: string | undefined
  /** Length of the content in bytes, if the server reports it. */
  readonly totalBytes: number | undefined
}
