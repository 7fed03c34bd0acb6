import { Gate } from './gate.ts'
import type { ChunkItem, Items, Reply } from './reply.ts'
import { encodeSseItem } from './sse.ts'

/** Bytes written at once, or a gate to wait at. */
export type Piece = Uint8Array | Gate

/** The body of a reply before anything happens to it. */
export interface Body {
  /** Absent when the reply has no body. */
  mediaType?: string
  /** Bytes known as a whole, or pieces that come one by one. */
  content: Uint8Array | Items<Piece>
}

const encoder: TextEncoder = new TextEncoder()
const bodyKeys = ['json', 'text', 'html', 'bytes', 'sse', 'chunks', 'redirect', 'raw'] as const

/** Bytes of a text in UTF-8, for items that are to be sent as they stand. */
export function toBytes(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? encoder.encode(text) : text
}

/** Encodes the body of a reply. */
export function toBody(reply: Reply): Body {
  const given = bodyKeys.filter((key) => reply[key] !== undefined)
  if (given.length > 1) throw new TypeError(`A reply has one body, not ${given.join(' and ')}`)
  if (reply.sse !== undefined) return { mediaType: 'text/event-stream', content: ssePieces(reply.sse, reply) }
  if (reply.chunks !== undefined) return { mediaType: 'application/octet-stream', content: chunkPieces(reply.chunks) }
  if (reply.raw !== undefined) return { content: isWhole(reply.raw) ? toBytes(reply.raw) : chunkPieces(reply.raw) }
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
 * All bytes of a reply's body, gates left aside and no fault applied.
 *
 * @throws {TypeError} When the reply is compressed or made by an async iterable: those bytes exist only while they are sent.
 */
export function bodyOf(reply: Reply): Uint8Array {
  const { content } = toBody(reply)
  if (reply.encoding !== undefined) throw new TypeError('bodyOf: a compressed body exists only while it is sent')
  if (content instanceof Uint8Array) return content
  if (!(Symbol.iterator in content)) throw new TypeError('bodyOf: an async body exists only while it is sent')
  return Buffer.concat([...content].filter((piece) => piece instanceof Uint8Array))
}

/**
 * Every offset at which the body of a reply can break: 0 up to its last byte, for `it.each`.
 *
 * @throws {TypeError} As {@link bodyOf}.
 */
export function everyByteOf(reply: Reply): number[] {
  return [...bodyOf(reply).keys()]
}

function isWhole(raw: NonNullable<Reply['raw']>): raw is string | Uint8Array {
  return typeof raw === 'string' || raw instanceof Uint8Array
}

function chunkPieces(items: Items<ChunkItem>): Items<Piece> {
  return mapItems(items, (item) => (typeof item === 'string' ? toBytes(item) : item))
}

function ssePieces(items: NonNullable<Reply['sse']>, reply: Reply): Items<Piece> {
  let prefix = reply.bom ? '\uFEFF' : ''
  return mapItems(items, (item) => {
    const piece = encodeSseItem(item, reply)
    if (piece instanceof Gate || prefix === '') return piece
    const marked = Buffer.concat([toBytes(prefix), piece])
    prefix = ''
    return marked
  })
}

// Sync input stays sync, so that `bodyOf` can read it.
function mapItems<T, U>(items: Items<T>, map: (item: T) => U): Items<U> {
  return Symbol.iterator in items ? mapSync(items, map) : mapAsync(items, map)
}

function* mapSync<T, U>(items: Iterable<T>, map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item)
}

async function* mapAsync<T, U>(items: AsyncIterable<T>, map: (item: T) => U): AsyncGenerator<U> {
  for await (const item of items) yield map(item)
}
