import type { Call } from './call.ts'
import type { ReadContext } from './call-state.ts'
import { concatBytes } from './concat-bytes.ts'
import { connectionError } from './connection-error.ts'
import { MiraError } from './error.ts'
import { parseJson } from './error-body.ts'
import type { ByteReader, RawReply } from './exchange.ts'
import { readRequestId } from './request-id.ts'

/**
 * Next bytes of a body, timed: the idle clock runs only while somebody waits for them. What is at hand comes without a
 * promise; each promise more on the way costs as much as reading an event. Failures are for {@link readFailure}.
 */
export function pull(reader: ByteReader, call: Call): Promise<Uint8Array | undefined> | Uint8Array | undefined {
  const bytes = reader.read()
  if (bytes instanceof Promise) call.startIdle()
  return bytes
}

/**
 * The error for a body that breaks off: `connection_failed`.
 *
 * @throws whatever the call was aborted with.
 */
export function readFailure(error: unknown, call: Call): MiraError {
  call.throwIfAborted()
  return connectionError(call.operation, error)
}

/** Reads a whole body. @throws {MiraError} `limit_exceeded` above `maxBytes`. */
export async function readBytes(reader: ByteReader, call: Call, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    let bytes: ReturnType<typeof pull>
    try {
      bytes = pull(reader, call)
      if (bytes instanceof Promise) bytes = await bytes
    } catch (error) {
      throw readFailure(error, call)
    }
    call.endIdle()
    if (!bytes) break
    length += bytes.length
    if (length > maxBytes) throw tooLarge(call, maxBytes)
    parts.push(bytes)
  }
  return concatBytes(parts)
}

function tooLarge({ operation }: Call, maxBytes: number): MiraError {
  const message = `${operation}: the reply is larger than ${maxBytes} bytes`
  return new MiraError(message, { code: 'limit_exceeded', operation })
}

/** Decodes whole texts, one at a time. */
export const textDecoder: TextDecoder = /* @__PURE__ */ new TextDecoder()

/** Reads a body as text. */
export async function readText(raw: RawReply, { call, state }: ReadContext): Promise<string> {
  return textDecoder.decode(await readBytes(raw.body, call, state.limits.maxJsonBytes))
}

/** Reads a JSON body. @throws {MiraError} `invalid_response` when it is something else. */
export async function readJson(raw: RawReply, context: ReadContext): Promise<unknown> {
  const text = await readText(raw, context)
  const value = parseJson(text)
  if (value === undefined) throw invalidReply(raw, context, 'JSON')
  return value
}

/** Reads a JSON object, which every resource of the API is. */
export async function readObject<Data extends object>(raw: RawReply, context: ReadContext): Promise<Data> {
  const value = await readJson(raw, context)
  if (typeof value !== 'object' || value === null) throw invalidReply(raw, context, 'a JSON object')
  return value as Data
}

/** Reads a reply whose body does not matter (204, or any JSON). */
export async function readNothing(raw: RawReply, { call }: ReadContext): Promise<void> {
  await readBytes(raw.body, call, 1024 * 1024)
}

/** The error for a success whose body is not what the operation asked for. */
export function invalidReply(raw: RawReply, { call, state }: ReadContext, expected: string): MiraError {
  const { operation } = call
  const mediaType = raw.headers.get('content-type')?.split(';')[0] ?? 'no content type'
  const message = `${operation}: expected ${expected}, the server answered HTTP ${raw.status} with ${mediaType}; is baseUrl right?`
  const requestId = readRequestId(raw.headers, state.secrets)
  return new MiraError(message, { code: 'invalid_response', operation, status: raw.status, requestId })
}
