/**
 * Checks that a request for a whole result does not ask for a stream, which would be ignored.
 *
 * @throws {TypeError} when `stream` is set.
 */
export function refuseStream(params: object): void {
  if (!(params as { stream?: unknown }).stream) return
  throw new TypeError('stream: true needs a streaming operation, such as chat.stream')
}
