import type { Attempt } from './error.ts'

/**
 * Known fields. A misspelled one is a type error; a field that a newer server supports is sent unchanged when it is spread:
 * `{ ...params, ...{ new_field: 1 } }`.
 */
export type Extensible<Fields> = Fields

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
  /** Called by readers of large bodies, which do not keep the bytes: lets the runtime free their memory soon. */
  noteConsumed?(bytes: number): void
  /** Closes the connection unless the body has been read to its end. */
  cancel(): void
}

/** A request body, independent of the transport. */
export interface RequestBody {
  /** Value of `content-type`; if absent, the runtime sets it. */
  readonly mediaType: string | undefined
  /** Length in bytes, if known in advance. */
  readonly length?: number | undefined
  /** Whether {@link RequestBody.open} can be called again for another attempt. */
  readonly isReplayable: boolean
  /** The whole body, if it is available without streaming; transports prefer it to {@link RequestBody.open}. */
  readonly content: string | Uint8Array | Blob | undefined
  /** Opens the body from its beginning, as chunks to send in order. */
  open(options?: OpenOptions): AsyncIterable<Uint8Array>
  /** Converts the body to options for `fetch`, including other options that it requires. */
  toFetch(options: FetchBodyOptions): Promise<RequestInit>
}

/** Other parts of the request a body belongs to. */
export interface FetchBodyOptions {
  /** Request headers; returned with `content-length` added when it must be set as a header. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Aborts reading the body. */
  readonly signal?: AbortSignal | undefined
}

/** Options for opening content. */
export interface OpenOptions {
  /**
   * Whether the memory of a chunk may be reused once the next one is requested. Defaults to `false`. Garbage collection
   * of large buffers is slow: a long upload that allocates new ones accumulates 60 MB.
   */
  readonly mayReuse?: boolean | undefined
}

/** A request as it passes through the middleware; each attempt has its own copy. */
export interface WireRequest {
  readonly method: string
  readonly url: string
  /** Headers by lower-case name. */
  readonly headers: Record<string, string>
  readonly body: RequestBody | undefined
  /** Lets `fetch` follow redirects, of which web pages cannot read the location. Defaults to `manual`. */
  readonly redirect?: 'follow' | 'manual' | undefined
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

/** A channel of `node:diagnostics_channel`. */
export interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

/** Returns the diagnostics channel of a hook, such as `mira:end` for `onEnd`, if it has subscribers. */
export type ActiveChannel = (hook: string) => Channel | undefined
