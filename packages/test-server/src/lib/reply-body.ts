import { Gate } from './gate.ts'
import type { ChunkItem, Items, Reply } from './reply.ts'
import { encodeSseItem } from './sse.ts'

/** A chunk written at once, or a gate to wait at. */
export type Chunk = Uint8Array | Gate

/** The encoded body of a response, before compression, pacing and faults. */
export interface Body {
  /** Media type; absent when the response has no body or is `raw`. */
  mediaType?: string
  /** The whole body, or a sequence of chunks. */
  content: Uint8Array | Items<Chunk>
}

const encoder: TextEncoder = new TextEncoder()
const bodyKeys = ['json', 'text', 'html', 'bytes', 'sse', 'chunks', 'redirect', 'raw'] as const

/** Encodes text as UTF-8, for items that must be sent unchanged; bytes are returned as they are. */
export function toBytes(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? encoder.encode(text) : text
}

/** Encodes the body of a response. @throws {TypeError} when there is more than one body. */
export function toBody(reply: Reply): Body {
  const fields = bodyKeys.filter((key) => reply[key] !== undefined)
  if (fields.length > 1) throw new TypeError(`A reply has one body, not ${fields.join(' and ')}`)
  if (reply.sse !== undefined) return { mediaType: 'text/event-stream', content: sseChunks(reply.sse, reply) }
  if (reply.chunks !== undefined) return { mediaType: 'application/octet-stream', content: textChunks(reply.chunks) }
  if (reply.raw !== undefined) return { content: isWhole(reply.raw) ? toBytes(reply.raw) : textChunks(reply.raw) }
  return wholeBody(reply)
}

function wholeBody({ json, text, html, bytes }: Reply): Body {
  if (json !== undefined) return { mediaType: 'application/json', content: toBytes(JSON.stringify(json)) }
  if (text !== undefined) return { mediaType: 'text/plain; charset=utf-8', content: toBytes(text) }
  if (html !== undefined) return { mediaType: 'text/html; charset=utf-8', content: toBytes(html) }
  if (bytes !== undefined) return { mediaType: 'application/octet-stream', content: bytes }
  return { content: new Uint8Array() }
}

/**
 * Returns all bytes of a response body, without gates and faults.
 *
 * @throws {TypeError} when the body is compressed or an async iterable: those bytes exist only while they are sent.
 */
export function bodyOf(reply: Reply): Uint8Array {
  const { content } = toBody(reply)
  if (reply.encoding !== undefined) throw new TypeError('bodyOf: a compressed body exists only while it is sent')
  if (content instanceof Uint8Array) return content
  if (!(Symbol.iterator in content)) throw new TypeError('bodyOf: an async body exists only while it is sent')
  return Buffer.concat([...content].filter((chunk) => chunk instanceof Uint8Array))
}

/**
 * Returns every offset at which a response body can break: from 0 to its last byte, for `it.each`.
 *
 * @throws {TypeError} as {@link bodyOf}.
 */
export function everyByteOf(reply: Reply): number[] {
  return [...bodyOf(reply).keys()]
}

function isWhole(raw: NonNullable<Reply['raw']>): raw is string | Uint8Array {
  return typeof raw === 'string' || raw instanceof Uint8Array
}

function textChunks(items: Items<ChunkItem>): Items<Chunk> {
  return mapItems(items, (item) => (typeof item === 'string' ? toBytes(item) : item))
}

function sseChunks(items: NonNullable<Reply['sse']>, reply: Reply): Items<Chunk> {
  let prefix = reply.bom ? '\uFEFF' : ''
  return mapItems(items, (item) => {
    const chunk = encodeSseItem(item, reply)
    if (chunk instanceof Gate || prefix === '') return chunk
    const marked = Buffer.concat([toBytes(prefix), chunk])
    prefix = ''
    return marked
  })
}

// Keep sync iterables sync, so that `bodyOf` can read them.
function mapItems<T, U>(items: Items<T>, map: (item: T) => U): Items<U> {
  return Symbol.iterator in items ? mapSync(items, map) : mapAsync(items, map)
}

function* mapSync<T, U>(items: Iterable<T>, map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item)
}

async function* mapAsync<T, U>(items: AsyncIterable<T>, map: (item: T) => U): AsyncGenerator<U> {
  for await (const item of items) yield map(item)
}
