/** What a request carries, ready for any transport. */
export interface RequestBody {
  /** Value of `content-type`; absent leaves it to the runtime. */
  readonly mediaType: string | undefined
  /** Length in bytes where it is known beforehand. */
  readonly length: number | undefined
  /** Whether {@link RequestBody.open} can be called again for another attempt. */
  readonly isReplayable: boolean
  /** The whole body, where it is small and at hand; transports prefer it to {@link RequestBody.open}. */
  readonly content: string | Uint8Array | Blob | undefined
  /** Opens the body from its beginning, as pieces to be sent in order. */
  open(options?: OpenOptions): AsyncIterable<Uint8Array>
  /** Gives the body the form that `fetch` takes, with whatever else of the request that form needs. */
  toFetch(options: FetchBodyOptions): Promise<RequestInit>
}

/** The rest of the request that a body is for. */
export interface FetchBodyOptions {
  /** They come back with `content-length` where only a header can tell it. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Ends the reading of the body. */
  readonly signal?: AbortSignal | undefined
}

/** What whoever opens a content promises. */
export interface OpenOptions {
  /**
   * Whether the memory of a piece may be used again once the next one is asked for (default no). The garbage collector
   * is in no hurry with large buffers: 60 MB of them gather during a long upload that makes new ones.
   */
  readonly mayReuse?: boolean | undefined
}

/** A JSON body, encoded once for all attempts. */
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
