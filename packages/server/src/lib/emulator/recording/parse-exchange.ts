import { digestOf } from './describe-request.ts'
import { type Exchange, type RecordedRequest, type RecordedResponse, type RecordedSocket, toBytes } from './exchange.ts'

/** Access to the file of an exchange, for messages. */
export interface ExchangeSource {
  readonly name: string
  /** Reads a file that the exchange names. */
  read(file: string): Uint8Array
  /** Creates the error for a field. */
  fail(field: readonly PropertyKey[], problem: string): Error
}

/** Exchange as it is written, after validation. */
interface WrittenExchange {
  readonly request: RecordedRequest
  readonly response?: RecordedResponse
  readonly socket?: RecordedSocket
}

/**
 * Converts an exchange that matches its schema.
 *
 * @throws {Error} with file, line and field, when it contradicts itself or the file of its body is damaged.
 */
export function toExchange(written: WrittenExchange, source: ExchangeSource): Exchange {
  const { request, response, socket } = written
  checkOrder(written, source)
  return {
    name: source.name,
    request,
    ...(socket === undefined ? {} : { socket }),
    ...(response === undefined ? {} : { response: { ...response, chunks: readChunks(response, source) } }),
  }
}

/** @throws {Error} when a time precedes the one before. */
function checkOrder({ response, socket }: WrittenExchange, { fail }: ExchangeSource): void {
  const items = response?.chunks ?? socket?.frames ?? []
  const list = response === undefined ? ['socket', 'frames'] : ['response', 'chunks']
  let previous = response?.headAtMs ?? socket?.openAtMs ?? 0
  for (const [index, { atMs }] of items.entries()) {
    if (atMs < previous) throw fail([...list, index, 'atMs'], `expected ${previous} or more, received ${atMs}`)
    previous = atMs
  }
  const end = response?.endAtMs ?? socket!.close.atMs
  const field = response === undefined ? ['socket', 'close', 'atMs'] : ['response', 'endAtMs']
  if (end < previous) throw fail(field, `expected ${previous} or more, received ${end}`)
}

function readChunks(response: RecordedResponse, { read, fail }: ExchangeSource) {
  if (!('file' in response)) return response.chunks.map(({ atMs, ...content }) => ({ atMs, bytes: toBytes(content) }))
  const body = read(response.file)
  if (digestOf(body) !== response.sha256) {
    throw fail(['response', 'file'], `${response.file} has changed: its SHA-256 digest is not that of the recording`)
  }
  const total = response.chunks.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total !== body.byteLength) {
    throw fail(['response', 'chunks'], `${total} bytes, but ${response.file} has ${body.byteLength}`)
  }
  let start = 0
  return response.chunks.map(({ atMs, bytes }) => {
    const part = body.subarray(start, start + bytes)
    start += bytes
    return { atMs, bytes: part }
  })
}
