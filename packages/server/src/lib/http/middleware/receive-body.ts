import { pipeline } from 'node:stream/promises'
import type { Context } from 'hono'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'
import { type ContentCoding, createDecoder } from '../content-codings.ts'
import { type BodyPace, bodyTooLarge, readSteadily } from './read-steadily.ts'

/** Limits of {@link receiveBody}. */
export type BodyLimits = BodyPace & {
  /** Maximum size, in bytes, both as received and decoded. */
  readonly maxBytes: number
}

/**
 * Receives the body of a request and decodes it.
 *
 * @throws {ApiError} 400 for damaged data, 408 when the body arrives too slowly, 413 when it exceeds `maxBytes`.
 */
export function receiveBody(
  c: Context<AppEnv>,
  body: ReadableStream<Uint8Array>,
  limits: BodyLimits,
): AsyncIterable<Uint8Array> {
  const coding = c.get('coding')
  const received = readSteadily(body, limits)
  return coding === undefined ? received : decodeBody(received, coding, limits.maxBytes)
}

/**
 * Decodes a body as it is read, so that a small body which expands to a huge one is rejected early and takes no more
 * memory than any other.
 *
 * @throws {ApiError} 400 for damaged data, 413 when more than `maxBytes` are decoded.
 */
export async function* decodeBody(
  received: AsyncIterable<Uint8Array>,
  coding: ContentCoding,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = createDecoder(coding)
  // A failure is thrown by the iteration as well.
  pipeline(received, decoder).catch(() => undefined)
  let bytes = 0
  try {
    for await (const chunk of decoder as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw bodyTooLarge(maxBytes)
      yield chunk
    }
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError(400, `The body is not valid ${coding} data, as its Content-Encoding says`, { cause: error })
  }
}
