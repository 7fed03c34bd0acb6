export { billed } from './lib/billed.ts'
export { binaryBody } from './lib/binary-body.ts'
export type { Bytes } from './lib/bytes.ts'
export type {
  CallEvent,
  DiagnosticsChannels,
  EndEvent,
  Hooks,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
  Sending,
  TaskEnd,
  TaskEvent,
  TaskObserver,
  TaskProgress,
} from './lib/call-event.ts'
export type { CallMetadata } from './lib/call-report.ts'
export { metadataOf } from './lib/call-report.ts'
export type { Billing, ReadContext, RequestOptions, RequestSpec } from './lib/call-state.ts'
export { createClient } from './lib/client.ts'
export type { ClientOptions } from './lib/client-options.ts'
export type { ApiKey, Client, Extension } from './lib/client-state.ts'
export type { Clock } from './lib/clock.ts'
export { type Download, download } from './lib/download.ts'
export type {
  ChunkOptions,
  DownloadInfo,
  DownloadOptions,
  DownloadProgress,
  DownloadSpec,
  OnDownloadProgress,
} from './lib/download-options.ts'
export type { Attempt, MiraErrorCode, MiraErrorOptions, RateLimit, TimeoutName } from './lib/error.ts'
export { isMiraError, MiraError } from './lib/error.ts'
export type { FileContent } from './lib/file-content.ts'
export type { FileFactory, FileSource, NamedFile } from './lib/file-source.ts'
export type { HeadersOption } from './lib/headers.ts'
export { mapPaths } from './lib/middleware/map-paths.ts'
export { type FormFields, type FormValue, multipartBody } from './lib/multipart.ts'
export { path } from './lib/path.ts'
export { readJson, readNothing, readObject, readText } from './lib/read-body.ts'
export { request } from './lib/request.ts'
export type { OnRestart } from './lib/resuming-reader.ts'
export type { ResponseLimits, RetryOptions, Timeouts } from './lib/settings.ts'
export type { UploadOptions, UploadProgress } from './lib/upload-progress.ts'
export type {
  CallContext,
  Extensible,
  Fetch,
  Middleware,
  Next,
  OpenOptions,
  RawReply,
  Reply,
  ReplyHeaders,
  RequestBody,
  WireRequest,
} from './lib/wire-types.ts'
