/** A request body, independent of the transport. */
export interface RequestBody {
  /** Value of `content-type`; if absent, the runtime sets it. */
  readonly mediaType: string | undefined
  /** Length in bytes, if known in advance. */
  readonly length: number | undefined
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

/**
 * Creates a JSON body, encoded once for all attempts.
 *
 * @throws {TypeError} when the value cannot be represented in JSON.
 */
export function jsonBody(value: unknown): RequestBody {
  const content = JSON.stringify(value)
  if (content === undefined) throw new TypeError('The request body must be a JSON value')
  return {
    mediaType: 'application/json',
    length: undefined,
    isReplayable: true,
    content,
    open: () => new Blob([content]).stream(),
    toFetch: async () => ({ body: content }),
  }
}
