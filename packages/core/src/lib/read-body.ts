import type { Bytes } from './bytes.ts'
import type { Call } from './call.ts'
import type { ReadContext } from './call-state.ts'
import { connectionError } from './connection-error.ts'
import { MiraError, oversizeError } from './error.ts'
import { parseJson } from './json.ts'
import type { ByteReader, RawReply } from './wire-types.ts'

/**
 * Reads the next chunk of a body; the idle timeout runs only while waiting. Buffered bytes are returned without a
 * promise, because an additional promise costs as much as reading an event. Pass errors to {@link readFailure}.
 */
export function pull(reader: ByteReader, call: Call): Promise<Uint8Array | undefined> | Uint8Array | undefined {
  const bytes = reader.read()
  if (bytes instanceof Promise) call.startIdle()
  return bytes
}

/**
 * Returns the error for an interrupted body: `connection_failed`.
 *
 * @throws The abort reason, when the call was aborted.
 */
export function readFailure(error: unknown, call: Call): MiraError {
  call.throwIfAborted()
  return connectionError(call.operation, error)
}

/** Options for {@link readWhole}. */
interface WholeOptions {
  readonly maxBytes: number
  /** Bytes that have already been read. */
  readonly first?: Uint8Array
}

/**
 * Reads a whole body as text. It is decoded as it arrives: all bytes of a large body at once would need its memory twice
 * more.
 *
 * @throws {MiraError} `limit_exceeded` when it is larger than `maxBytes`.
 */
export async function readWhole(reader: ByteReader, call: Call, { maxBytes, first }: WholeOptions): Promise<string> {
  // Node's decoder takes a later mark for the first one after an incomplete character.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  let length = 0
  let bytes = first
  for (;;) {
    text += decoder.decode(bytes, { stream: true })
    try {
      const next = pull(reader, call)
      bytes = next instanceof Promise ? await next : next
    } catch (error) {
      throw readFailure(error, call)
    }
    call.stop('idle')
    if (!bytes) return withoutBom(text + decoder.decode())
    length += bytes.length
    if (length > maxBytes) throw oversizeError(call.operation, maxBytes)
  }
}

/** Removes the byte order mark at the start of a text. */
export const withoutBom = (text: string): string => text.replace(/^\ufeff/, '')

/** Shared decoder for complete texts or characters; not for streaming. Keeps byte order marks. */
export const textDecoder: { decode(bytes: Uint8Array): string } = /* @__PURE__ */ new TextDecoder('utf-8', {
  ignoreBOM: true,
})

/** Reads a body as text. */
export function readText({ body }: RawReply, { call, state }: ReadContext): Promise<string> {
  return readWhole(body, call, { maxBytes: state.limits.maxJsonBytes })
}

/** Reads a JSON body. @throws {MiraError} `invalid_response` when it is not JSON. */
export async function readJson(raw: RawReply, context: ReadContext): Promise<unknown> {
  const text = await readText(raw, context)
  const value = parseJson(text)
  if (value === undefined) throw invalidReply(raw, context, 'JSON')
  return value
}

/** Reads a JSON object. @throws {MiraError} `invalid_response` when the body is anything else. */
export async function readObject<Data extends object>(raw: RawReply, context: ReadContext): Promise<Data> {
  const value = await readJson(raw, context)
  if (typeof value !== 'object' || value === null) throw invalidReply(raw, context, 'a JSON object')
  return value as Data
}

/** Reads and discards the body (204, or any JSON). */
export async function readNothing(raw: RawReply, { call }: ReadContext): Promise<void> {
  await readWhole(raw.body, call, { maxBytes: 1024 * 1024 })
}

/** Creates the error for a successful response with an unexpected body. */
export function invalidReply(
  { headers, status }: RawReply,
  { call: { operation } }: ReadContext,
  expected: string,
): MiraError {
  const mediaType = headers.get('content-type')?.split(';')[0] ?? 'no content type'
  const message = `${operation}: expected ${expected}, got ${mediaType} (HTTP ${status}). Is baseUrl correct?`
  return new MiraError(message, { code: 'invalid_response', operation, status })
}

/** Concatenates chunks; a single chunk is returned without copying. */
export function concatBytes(chunks: readonly Uint8Array[]): Bytes {
  if (chunks.length === 1) return chunks[0] as Bytes
  const result = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const chunk of chunks) {
    result.set(chunk, offset)
    offset += chunk.length
  }
  return result
}
