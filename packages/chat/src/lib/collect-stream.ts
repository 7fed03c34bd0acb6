import type { RequestOptions } from '@mira/core'
import { type EventStream, recordCollected } from '@mira/core/internal'

/**
 * Reads a stream to its end.
 *
 * @returns The result of the stream, for which `metadataOf` describes the call.
 */
export async function collectStream<Result extends object>(stream: EventStream<unknown, Result>): Promise<Result> {
  const result = await stream.final()
  recordCollected(stream, result)
  return result
}

/** Returns options without the timeout of the whole call, unless they contain one: other timeouts bound a stream. */
export function withoutTotal(options: RequestOptions | undefined): RequestOptions {
  const timeout = options?.timeout
  if (typeof timeout === 'number') return options as RequestOptions
  return { ...options, timeout: { ...timeout, total: timeout?.total ?? Number.POSITIVE_INFINITY } }
}

/** @throws {TypeError} when `stream` is set: a collected answer is not a stream. */
export function refuseStream(params: object): void {
  if ('stream' in params && params.stream)
    throw new TypeError('stream: true needs a streaming operation, such as chat.stream')
}
