import type { Attempt, TimeoutClock } from './error.ts'
import type { RequestBody } from './request-body.ts'

/** Headers of a reply, by lower-case name. */
export interface ReplyHeaders {
  get(name: string): string | null
  forEach(callback: (value: string, name: string) => void): void
}

/** Body of a reply, pulled piece by piece. */
export interface ByteReader {
  /** Next bytes, or `undefined` at the end; rejects when the connection breaks. At most one call at a time. */
  read(): Promise<Uint8Array | undefined> | Uint8Array | undefined
  /** Bytes that are at hand already, good until the next call; never a wait, and never the end. */
  readNow?(): Uint8Array | undefined
  /** Closes the connection when anything is left to read. */
  cancel(): void
}

/** A request as it goes through the middleware; each attempt gets its own copy. */
export interface WireRequest {
  readonly method: string
  readonly url: string
  /** Names are lower-case. */
  readonly headers: Record<string, string>
  readonly body: RequestBody | undefined
  /** Ends this attempt; whoever wakes up after it sends nothing any more. */
  readonly signal: AbortSignal
}

/** A reply as it comes back through the middleware. */
export interface Reply<Data = unknown> {
  readonly status: number
  readonly headers: ReplyHeaders
  /** Address that answered, after same-origin redirects. */
  readonly url: string
  /** What the operation read from the body: parsed JSON, or an open stream. */
  readonly data: Data
}

/** A reply before its body has been read. */
export interface RawReply {
  readonly status: number
  readonly headers: ReplyHeaders
  readonly url: string
  readonly body: ByteReader
}

/**
 * Sends one request; the seam between the pipeline and the runtime's way to the network. An abort of the request's
 * signal ends the request, or the reading of its reply, which then rejects with `signal.reason`.
 *
 * @param viaFetch What to fall back on.
 */
export type Transport = (
  request: WireRequest,
  viaFetch: (request: WireRequest) => Promise<RawReply>,
) => Promise<RawReply>

/** The part of the global `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** What a middleware may know of the call it stands in. */
export interface CallContext {
  /** Such as `chat.create`. */
  readonly operation: string
  /** Counts from 1; 0 before the first attempt. */
  readonly attempt: number
  /** Aborts when the caller gives up or a clock rings. */
  readonly signal: AbortSignal
  /** Attempts that ended so far. */
  readonly attempts: readonly Attempt[]
  /** Free for middlewares of one call to leave each other notes. */
  readonly notes: Record<string, unknown>
}

/** Passes a request on to the next middleware, and in the end to the network. */
export type Next = (request: WireRequest) => Promise<Reply>

/**
 * Wraps every attempt of every call. It may change the request, answer itself, look at the reply or the error, or
 * call `next` again. It sees the body decoded (`reply.data`), never half read.
 */
export type Middleware = (request: WireRequest, next: Next, context: CallContext) => Promise<Reply>

/** Limits in milliseconds; `Infinity` switches one off. */
export interface Timeouts {
  /** The whole call, with retries, pauses and the body (default 600 000). */
  readonly total: number
  /** One attempt, to the last byte of a plain reply or the first event of a stream (default 600 000). */
  readonly attempt: number
  /** From sending to the first event of a stream (default 120 000). */
  readonly firstEvent: number
  /** Longest silence after that: between events of a stream, or between bytes of another body (default 60 000). */
  readonly idle: number
}

export type { TimeoutClock }
