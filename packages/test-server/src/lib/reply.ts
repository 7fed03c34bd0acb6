import type { Gate } from './gate.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** What a streamed body is made of: an array can be replayed, a generator serves one request. */
export type Items<T> = Iterable<T> | AsyncIterable<T>

/** Fields of one server-sent event; `data` that is no string is sent as JSON, a text with line breaks as several `data` lines. */
export interface SseFields {
  event?: string | undefined
  id?: string | undefined
  retry?: number | undefined
  data?: unknown
  /** Sent as a comment line (`: text`), ahead of the fields. */
  comment?: string | undefined
}

/**
 * One item of an event stream: a string is sent as `data`, bytes as they are, a {@link Gate} waits.
 * An object made only of {@link SseFields}, with `data`, `retry` or `comment` among them, is sent as those fields;
 * any other object is sent as JSON in `data`.
 */
export type SseItem = string | Uint8Array | Gate | SseFields | object

/** One item of a `chunks` or `raw` body: text or bytes written at once, or a {@link Gate} to wait at. */
export type ChunkItem = string | Uint8Array | Gate

/** What the reply carries. At most one of these; none means an empty body. */
export interface ReplyBody {
  /** Sent as `application/json`. */
  json?: unknown
  /** Sent as `text/plain`. */
  text?: string | undefined
  /** Sent as `text/html`. */
  html?: string | undefined
  /** Sent as `application/octet-stream`. */
  bytes?: Uint8Array | undefined
  /** Sent as `text/event-stream`, one HTTP chunk and one write per event. */
  sse?: Items<SseItem> | undefined
  /** Sent as `application/octet-stream`, one HTTP chunk and one write per item. */
  chunks?: Items<ChunkItem> | undefined
  /** Redirects to this URL, with status 307 unless `status` says otherwise. */
  redirect?: string | undefined
  /** Written to the socket as it stands instead of an HTTP response; then the connection ends. For answers that are no HTTP at all. */
  raw?: string | Uint8Array | Items<ChunkItem> | undefined
}

/** How an event stream is spelled. */
export interface SseOptions {
  /** Line terminator (default `\n`). */
  lineEnding?: '\n' | '\r\n' | '\r' | undefined
  /** Begins the stream with a byte order mark. */
  bom?: boolean | undefined
}

/** How the head is built. */
export interface ReplyHead {
  /** Default 200. */
  status?: number | undefined
  /** Added to the generated headers or put in their place, whatever the case; `null` leaves a generated one out. */
  headers?: Record<string, string | number | readonly string[] | null> | undefined
  /** Interim responses sent first, 103 Early Hints for instance. */
  informational?: readonly { status: number; headers?: Record<string, string> }[] | undefined
  /** Compresses the body, each streamed item flushed on its own, and labels it. Offsets count compressed bytes. */
  encoding?: 'gzip' | 'deflate' | 'br' | undefined
  /**
   * How the end of the body is told: by `content-length` (the default where the length is known), by chunked coding
   * (the default for streams), or only by the end of the connection.
   */
  framing?: 'length' | 'chunked' | 'close' | undefined
  /** A `content-length` that need not be true; after the body the connection ends. */
  contentLength?: number | undefined
  /** Answers `Range` and `If-Range` with 206 or 416 (RFC 9110 §14); for `bytes` and `text`. */
  ranges?: boolean | undefined
  /** Validator sent as `etag` and compared with `If-Range`, quotes included: `'"v1"'`. */
  etag?: string | undefined
}

/** When and in what portions bytes are written. */
export interface ReplyPacing {
  /** Waits this long before the head. */
  delayMs?: number | undefined
  /** Answers before the request body is read. Not for a function: it is given the whole request. */
  early?: boolean | undefined
  /** Writes the body in portions of this size, whatever its items. */
  chunkBytes?: number | undefined
  /** Writes the body in portions that end exactly at these offsets, whatever its items; `[]` is a single write. */
  tornAt?: readonly number[] | undefined
  /** Waits after each write. */
  trickle?: { chunkBytes?: number; everyMs: number } | undefined
  /** Writes an SSE comment this often while the reply stalls or waits at a gate. */
  commentsEveryMs?: number | undefined
}

/**
 * What goes wrong. Offsets count body bytes (of the whole wire for `raw`); one beyond the body means "after its last byte,
 * before its end is told". At most one of `dropAt`, `resetAt` and `stallAt`.
 */
export interface ReplyFaults {
  /** Truncates the body before it is framed: it ends early, and in a way that looks right. */
  cutAt?: number | undefined
  /** Closes the connection (FIN) after this many bytes, with the body unfinished. */
  dropAt?: number | undefined
  /** Resets the connection (RST) after this many bytes. */
  resetAt?: number | undefined
  /** Sends this many bytes, then nothing until the client leaves. */
  stallAt?: number | undefined
  /** Fails before the first byte of the response. */
  beforeHeaders?: 'drop' | 'reset' | 'stall' | undefined
}

/** One scripted answer: a body, and whatever is to be unusual about it. All parts combine. */
export interface Reply extends ReplyBody, SseOptions, ReplyHead, ReplyPacing, ReplyFaults {}

/** Computes a reply from the request, whose body has been received. */
export type ReplyFunction = (request: RecordedRequest) => Reply | Promise<Reply>

/** What a route answers: one reply, or several in turn of which the last repeats. */
export type ReplyScript = Reply | ReplyFunction | readonly (Reply | ReplyFunction)[]
