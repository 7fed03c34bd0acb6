import type { Attempt, TimeoutClock } from './error.ts'
import type { RequestBody } from './request-body.ts'

/** Response headers, by lower-case name. */
export interface ReplyHeaders {
  get(name: string): string | null
  forEach(callback: (value: string, name: string) => void): void
}

/** Response body, read chunk by chunk. */
export interface ByteReader {
  /** Reads the next chunk, or `undefined` at the end; fails when the connection breaks. One call at a time. */
  read(): Promise<Uint8Array | undefined> | Uint8Array | undefined
  /** Returns bytes already buffered, valid until the next call; `undefined` means none, not the end. */
  readNow?(): Uint8Array | undefined
  /** Closes the connection unless the body has been read to its end. */
  cancel(): void
}

/** A request as it passes through the middleware; each attempt has its own copy. */
export interface WireRequest {
  readonly method: string
  readonly url: string
  /** Headers by lower-case name. */
  readonly headers: Record<string, string>
  readonly body: RequestBody | undefined
  /** Abort signal of this attempt; nothing must be sent after it aborts. */
  readonly signal: AbortSignal
}

/** A response as it passes back through the middleware. */
export interface Reply<Data = unknown> {
  readonly status: number
  readonly headers: ReplyHeaders
  /** Final URL, after same-origin redirects. */
  readonly url: string
  /** Decoded body: parsed JSON, or an open stream. */
  readonly data: Data
}

/** A response whose body has not been read yet. */
export interface RawReply {
  readonly status: number
  readonly headers: ReplyHeaders
  readonly url: string
  readonly body: ByteReader
}

/**
 * Sends one request; the interface between the pipeline and the network of the runtime. Aborting the request's signal
 * aborts the request, or the reading of its response, which then rejects with `signal.reason`.
 *
 * @param viaFetch - Fallback that sends the request through `fetch`.
 */
export type Transport = (
  request: WireRequest,
  viaFetch: (request: WireRequest) => Promise<RawReply>,
) => Promise<RawReply>

/** The subset of the global `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Information about a call, passed to its middleware. */
export interface CallContext {
  /** Name of the operation, such as `chat.create`. */
  readonly operation: string
  /** Number of the current attempt, starting at 1; 0 before the first. */
  readonly attempt: number
  /** Aborts when the caller aborts the call or a timeout expires. */
  readonly signal: AbortSignal
  /** Completed attempts. */
  readonly attempts: readonly Attempt[]
  /** Scratch space shared by the middleware of one call. */
  readonly notes: Record<string, unknown>
}

/** Passes the request to the next middleware, the last of which sends it. */
export type Next = (request: WireRequest) => Promise<Reply>

/**
 * Wraps every attempt of every call. Middleware can change the request, return a response of its own, inspect the
 * response or the error, or call `next` again. It receives the decoded body (`reply.data`), never a partially read one.
 */
export type Middleware = (request: WireRequest, next: Next, context: CallContext) => Promise<Reply>

/** Timeouts in milliseconds; `Infinity` disables one. */
export interface Timeouts {
  /** Whole call, including retries, delays and the body. Defaults to 600 000. */
  readonly total: number
  /** One attempt, until the last byte of a response or the first event of a stream. Defaults to 600 000. */
  readonly attempt: number
  /** Time from sending the request to the first event of a stream. Defaults to 120 000. */
  readonly firstEvent: number
  /** Longest gap between events of a stream, or between chunks of another body. Defaults to 60 000. */
  readonly idle: number
}

export type { TimeoutClock }
