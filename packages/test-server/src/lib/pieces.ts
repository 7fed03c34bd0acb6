import { once } from 'node:events'
import { createBrotliCompress, createDeflate, createGzip, constants as zlib } from 'node:zlib'
import { Gate } from './gate.ts'
import type { Items, Reply } from './reply.ts'
import type { Piece } from './reply-body.ts'

/** Truncates the chunks after `limit` bytes, within a chunk if necessary. Gates after the last byte are not reached. */
export async function* takeBytes(pieces: Items<Piece>, limit: number): AsyncGenerator<Piece> {
  let left = limit
  if (left <= 0) return
  for await (const piece of pieces) {
    if (piece instanceof Gate) {
      yield piece
      continue
    }
    yield piece.subarray(0, left)
    left -= piece.length
    if (left <= 0) return
  }
}

/** Splits the bytes into new chunks that end at the offsets returned by `nextEnd`, at gates and at the end. */
export async function* rechunk(pieces: Items<Piece>, nextEnd: (offset: number) => number): AsyncGenerator<Piece> {
  let pending: Uint8Array[] = []
  let offset = 0
  let end = nextEnd(0)
  for await (const piece of pieces) {
    if (piece instanceof Gate) {
      if (pending.length > 0) yield Buffer.concat(pending)
      pending = []
      end = nextEnd(offset)
      yield piece
      continue
    }
    let rest = piece
    while (offset + rest.length >= end) {
      yield Buffer.concat([...pending, rest.subarray(0, end - offset)])
      pending = []
      rest = rest.subarray(end - offset)
      offset = end
      end = nextEnd(offset)
    }
    if (rest.length > 0) pending.push(rest)
    offset += rest.length
  }
  if (pending.length > 0) yield Buffer.concat(pending)
}

/**
 * Splits the bytes into the chunks in which they are written.
 *
 * @throws {RangeError} when the chunk size is not positive.
 */
export function portion(pieces: Items<Piece>, { tornAt, chunkBytes, trickle }: Reply): Items<Piece> {
  const size = chunkBytes ?? trickle?.chunkBytes
  if (size !== undefined && !(size > 0)) throw new RangeError(`chunkBytes must be above 0, not ${size}`)
  if (tornAt !== undefined) {
    const ends = [...tornAt].sort((a, b) => a - b)
    return rechunk(pieces, (offset) => ends.find((end) => end > offset) ?? Number.POSITIVE_INFINITY)
  }
  return size === undefined ? pieces : rechunk(pieces, (offset) => offset + size)
}

const compressors = { gzip: createGzip, deflate: createDeflate, br: createBrotliCompress }

/** Compresses the bytes; each chunk is flushed before the next one or a gate is read. */
export async function* compress(pieces: Items<Piece>, encoding: NonNullable<Reply['encoding']>): AsyncGenerator<Piece> {
  const stream = compressors[encoding]()
  const flushKind = encoding === 'br' ? zlib.BROTLI_OPERATION_FLUSH : zlib.Z_SYNC_FLUSH
  let output: Buffer[] = []
  stream.on('data', (part: Buffer) => output.push(part))
  for await (const piece of pieces) {
    if (piece instanceof Gate) {
      yield piece
      continue
    }
    stream.write(piece)
    await new Promise<void>((resolve) => stream.flush(flushKind, resolve))
    yield Buffer.concat(output)
    output = []
  }
  const ended = once(stream, 'end')
  stream.end()
  await ended
  yield Buffer.concat(output)
}

/** Concatenates all bytes, ignoring gates. */
export async function collectBytes(pieces: Items<Piece>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const piece of pieces) if (piece instanceof Uint8Array) parts.push(piece)
  return Buffer.concat(parts)
}
