import type { Exchange } from './exchange.ts'
import { collectBytes, compress, takeBytes } from './pieces.ts'
import { answerRange } from './ranges.ts'
import type { Items, Reply } from './reply.ts'
import { type Piece, toBody } from './reply-body.ts'
import { letClientRead } from './while-connected.ts'

interface Representation {
  status: number
  headers: Record<string, string | number>
  content: Uint8Array | Items<Piece>
}

/** Sends the status line and headers in a separate write; returns the body to send next. */
export async function startResponse(reply: Reply, { request, response }: Exchange): Promise<Items<Piece>> {
  const { status, headers, content } = await encode(reply, represent(reply, request.headers))
  const { pieces, length } = await frame(reply, content)
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (length !== undefined && hasBody(status)) response.setHeader('content-length', length)
  if (reply.framing === 'close') {
    response.removeHeader('transfer-encoding')
    response.shouldKeepAlive = false
  }
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    if (value === null) response.removeHeader(name)
    else response.setHeader(name, value)
  }
  response.writeHead(status)
  response.flushHeaders()
  await letClientRead()
  return pieces
}

function represent(reply: Reply, requestHeaders: Readonly<Record<string, string>>): Representation {
  const { mediaType, content } = toBody(reply)
  const headers: Record<string, string | number> = {}
  if (mediaType !== undefined) headers['content-type'] = mediaType
  if (reply.etag !== undefined) headers.etag = reply.etag
  if (reply.redirect !== undefined) headers.location = reply.redirect
  const status = reply.status ?? (reply.redirect === undefined ? 200 : 307)
  if (!reply.ranges) return { status, headers, content }
  if (!(content instanceof Uint8Array)) throw new TypeError('`ranges` needs a body known as a whole: bytes or text')
  const answer = answerRange(content, requestHeaders, reply)
  return { ...answer, status: reply.status ?? answer.status, headers: { ...headers, ...answer.headers } }
}

async function encode({ encoding }: Reply, representation: Representation): Promise<Representation> {
  if (encoding === undefined) return representation
  const { content } = representation
  const headers = { ...representation.headers, 'content-encoding': encoding }
  if (!(content instanceof Uint8Array)) return { ...representation, headers, content: compress(content, encoding) }
  return { ...representation, headers, content: await collectBytes(compress([content], encoding)) }
}

/** Applies `cutAt`, which truncates before framing, and determines the `content-length`, if any. */
async function frame(
  { cutAt = Number.POSITIVE_INFINITY, framing, contentLength }: Reply,
  content: Uint8Array | Items<Piece>,
): Promise<{ pieces: Items<Piece>; length: number | undefined }> {
  const isWhole = content instanceof Uint8Array
  const pieces = takeBytes(isWhole ? [content] : content, cutAt)
  if (contentLength !== undefined) return { pieces, length: contentLength }
  if ((framing ?? (isWhole ? 'length' : 'chunked')) !== 'length') return { pieces, length: undefined }
  const all: Piece[] = []
  for await (const piece of pieces) all.push(piece)
  const length = all.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : 0), 0)
  return { pieces: all, length }
}

/** Whether a status allows a body and therefore a `content-length` (RFC 9110 §8.6). */
function hasBody(status: number): boolean {
  return status !== 204 && status !== 304
}
