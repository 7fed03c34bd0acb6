/** Error for a body that is larger than allowed. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'
}

/**
 * Returns the body of a request as a stream that fails above the limit; nothing is buffered.
 *
 * @throws {BodyTooLargeError} immediately, when `Content-Length` exceeds the limit.
 */
export function limitBody(request: Request, maxBytes: number): ReadableStream<Uint8Array> | null {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new BodyTooLargeError()
  let bytes = 0
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) controller.error(new BodyTooLargeError())
      else controller.enqueue(chunk)
    },
  })
  return request.body?.pipeThrough(count) ?? null
}
