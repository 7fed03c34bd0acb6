export type { ApiKey } from './lib/api-key.ts'
export { binaryBody } from './lib/binary-body.ts'
export type { ReadContext, RequestOptions, RequestSpec } from './lib/call-state.ts'
export type { Client, ClientOptions, Extension } from './lib/client.ts'
export { createClient } from './lib/client.ts'
export type { Limits } from './lib/client-state.ts'
export type { Clock } from './lib/clock.ts'
export type {
  Download,
  DownloadInfo,
  DownloadOptions,
  DownloadProgress,
  DownloadSpec,
  OnDownloadProgress,
  PiecesOptions,
} from './lib/download.ts'
export { download } from './lib/download.ts'
export type { Attempt, MiraErrorCode, MiraErrorOptions, TimeoutClock } from './lib/error.ts'
export { isMiraError, MiraError } from './lib/error.ts'
export type {
  CallContext,
  Fetch,
  Middleware,
  Next,
  RawReply,
  Reply,
  ReplyHeaders,
  Timeouts,
  WireRequest,
} from './lib/exchange.ts'
export type { FileContent } from './lib/file-content.ts'
export type { FileFactory, FileSource, NamedFile } from './lib/file-source.ts'
export type { CallMetadata } from './lib/metadata.ts'
export { metadataOf } from './lib/metadata.ts'
export { type FormFields, type FormValue, multipartBody } from './lib/multipart.ts'
export type { CallEvent, DiagnosticsChannels, EndEvent, Hooks, ResponseEvent, RetryEvent } from './lib/observer.ts'
export { path } from './lib/path.ts'
export type { RateLimit } from './lib/rate-limit.ts'
export { readJson, readNothing, readObject, readText } from './lib/read-body.ts'
export { request } from './lib/request.ts'
export type { OpenOptions, RequestBody } from './lib/request-body.ts'
export type { OnRestart } from './lib/resuming-reader.ts'
export type { RetryOptions } from './lib/retry-options.ts'
export type { UploadOptions, UploadProgress } from './lib/upload-progress.ts'
