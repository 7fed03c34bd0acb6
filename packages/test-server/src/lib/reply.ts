import type { Gate } from './gate.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** Items of a streamed body: an array can be replayed, a generator works for one request only. */
export type Items<T> = Iterable<T> | AsyncIterable<T>

/** Fields of one server-sent event. */
export interface SseFields {
  event?: string | undefined
  id?: string | undefined
  retry?: number | undefined
  /** Data: a string is sent unchanged, with one `data` line per line of text; any other value as JSON. */
  data?: unknown
  /** Comment line (`: text`), sent before the fields. */
  comment?: string | undefined
}

/**
 * One item of an event stream: a string is sent as `data`, bytes are sent unchanged, and a {@link Gate} waits.
 * An object that has only {@link SseFields}, including `data`, `retry` or `comment`, is sent as those fields; any other
 * object is sent as JSON in `data`.
 */
export type SseItem = string | Uint8Array | Gate | SseFields | object

/** One item of a `chunks` or `raw` body: text or bytes written at once, or a {@link Gate} to wait at. */
export type ChunkItem = string | Uint8Array | Gate

/** Body of a response. At most one field may be set; none means an empty body. */
export interface ReplyBody {
  /** Body, sent as `application/json`. */
  json?: unknown
  /** Body, sent as `text/plain`. */
  text?: string | undefined
  /** Body, sent as `text/html`. */
  html?: string | undefined
  /** Body, sent as `application/octet-stream`. */
  bytes?: Uint8Array | undefined
  /** Events, sent as `text/event-stream`, with one HTTP chunk and one write per event. */
  sse?: Items<SseItem> | undefined
  /** Chunks, sent as `application/octet-stream`, with one HTTP chunk and one write per item. */
  chunks?: Items<ChunkItem> | undefined
  /** URL to redirect to; `status` defaults to 307. */
  redirect?: string | undefined
  /** Bytes written to the socket instead of an HTTP response, for other protocols; then the connection ends. */
  raw?: string | Uint8Array | Items<ChunkItem> | undefined
}

/** Encoding options for an event stream. */
export interface SseOptions {
  /** Line terminator. Defaults to `\n`. */
  lineEnding?: '\n' | '\r\n' | '\r' | undefined
  /** Whether to begin the stream with a byte order mark. Defaults to `false`. */
  bom?: boolean | undefined
}

/** Status line, headers and framing of a response. */
export interface ReplyHead {
  /** HTTP status. Defaults to 200. */
  status?: number | undefined
  /** Headers that are added to or replace the generated ones, case-insensitively; `null` removes a generated one. */
  headers?: Record<string, string | number | readonly string[] | null> | undefined
  /** Interim responses sent first, such as 103 Early Hints. */
  informational?: readonly { status: number; headers?: Record<string, string> }[] | undefined
  /** Content encoding; streamed items are flushed individually. Offsets count compressed bytes. */
  encoding?: 'gzip' | 'deflate' | 'br' | undefined
  /**
   * Delimiter of the body: `content-length` (the default if the length is known), chunked transfer coding (the default
   * for streams), or the end of the connection.
   */
  framing?: 'length' | 'chunked' | 'close' | undefined
  /** Value of `content-length`, which may be wrong; the connection ends after the body. */
  contentLength?: number | undefined
  /** Whether to support `Range` and `If-Range` with 206 and 416 (RFC 9110 §14); for `bytes` and `text`. */
  ranges?: boolean | undefined
  /** Validator sent as `etag` and compared with `If-Range`, including quotes: `'"v1"'`. */
  etag?: string | undefined
}

/** Timing and chunking of a response. */
export interface ReplyPacing {
  /** Delay before the headers, in milliseconds. */
  delayMs?: number | undefined
  /** Whether to respond before the request body is read. Not for functions, which receive the whole request. */
  early?: boolean | undefined
  /** Size of the chunks in which the body is written, regardless of its items. */
  chunkBytes?: number | undefined
  /** Offsets at which the chunks of the body end, regardless of its items; `[]` is a single write. */
  splitAt?: readonly number[] | undefined
  /** Delay after each write, in milliseconds, and optionally the chunk size. */
  trickle?: { chunkBytes?: number; intervalMs: number } | undefined
  /** Interval of SSE comments while the response stalls or waits at a gate, in milliseconds. */
  commentIntervalMs?: number | undefined
}

/**
 * Faults of a response. Offsets count body bytes (all bytes for `raw`); one beyond the body means after its last byte,
 * but before its end is signaled. At most one of `dropAt`, `resetAt` and `stallAt` may be set.
 */
export interface ReplyFaults {
  /** Truncates the body before framing: it ends early, but appears complete. */
  cutAt?: number | undefined
  /** Closes the connection (FIN) after this many bytes, with the body incomplete. */
  dropAt?: number | undefined
  /** Resets the connection (RST) after this many bytes. */
  resetAt?: number | undefined
  /** Sends this many bytes, then stalls until the client disconnects. */
  stallAt?: number | undefined
  /** Fails before the first byte of the response. */
  beforeHeaders?: 'drop' | 'reset' | 'stall' | undefined
}

/** One scripted response: a body, with optional headers, pacing and faults. All fields can be combined. */
export interface Reply extends ReplyBody, SseOptions, ReplyHead, ReplyPacing, ReplyFaults {}

/** Creates a response from the request, whose body has been received. */
export type ReplyFunction = (request: RecordedRequest) => Reply | Promise<Reply>

/** Script of a route: one response, or a list used in order, whose last one repeats. */
export type ReplyScript = Reply | ReplyFunction | readonly (Reply | ReplyFunction)[]
