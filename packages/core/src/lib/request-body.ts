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
  open(): AsyncIterable<Uint8Array>
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
    async *open() {
      yield new TextEncoder().encode(content)
    },
  }
}
