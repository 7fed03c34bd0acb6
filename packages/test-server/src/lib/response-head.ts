import { collectBytes, compress, takeBytes } from './chunks.ts'
import { answerRange } from './ranges.ts'
import type { Items, Reply } from './reply.ts'
import { type Chunk, toBody } from './reply-body.ts'
import type { RequestContext } from './request-context.ts'
import { letClientRead } from './while-connected.ts'

interface Representation {
  status: number
  headers: Record<string, string | number>
  content: Uint8Array | Items<Chunk>
}

/** Sends the status line and headers in a separate write; returns the body to send next. */
export async function startResponse(reply: Reply, { request, response }: RequestContext): Promise<Items<Chunk>> {
  const { status, headers, content } = await encode(reply, represent(reply, request.headers))
  const { chunks, length } = await frame(reply, content)
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
  return chunks
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
  content: Uint8Array | Items<Chunk>,
): Promise<{ chunks: Items<Chunk>; length: number | undefined }> {
  const isWhole = content instanceof Uint8Array
  const chunks = takeBytes(isWhole ? [content] : content, cutAt)
  if (contentLength !== undefined) return { chunks, length: contentLength }
  if ((framing ?? (isWhole ? 'length' : 'chunked')) !== 'length') return { chunks, length: undefined }
  const all: Chunk[] = []
  for await (const chunk of chunks) all.push(chunk)
  const length = all.reduce((sum, chunk) => sum + (chunk instanceof Uint8Array ? chunk.length : 0), 0)
  return { chunks: all, length }
}

/** Whether a status allows a body and therefore a `content-length` (RFC 9110 §8.6). */
function hasBody(status: number): boolean {
  return status !== 204 && status !== 304
}
