import { once } from 'node:events'
import { createBrotliCompress, createDeflate, createGzip, constants as zlib } from 'node:zlib'
import { Gate } from './gate.ts'
import type { Items, Reply } from './reply.ts'
import type { Chunk } from './reply-body.ts'

/** Truncates the chunks after `limit` bytes, within a chunk if necessary. Gates after the last byte are not reached. */
export async function* takeBytes(chunks: Items<Chunk>, limit: number): AsyncGenerator<Chunk> {
  let remaining = limit
  if (remaining <= 0) return
  for await (const chunk of chunks) {
    if (chunk instanceof Gate) {
      yield chunk
      continue
    }
    yield chunk.subarray(0, remaining)
    remaining -= chunk.length
    if (remaining <= 0) return
  }
}

/** Splits the bytes into new chunks that end at the offsets returned by `nextEnd`, at gates and at the end. */
export async function* rechunk(chunks: Items<Chunk>, nextEnd: (offset: number) => number): AsyncGenerator<Chunk> {
  let pending: Uint8Array[] = []
  let offset = 0
  let end = nextEnd(0)
  for await (const chunk of chunks) {
    if (chunk instanceof Gate) {
      if (pending.length > 0) yield Buffer.concat(pending)
      pending = []
      end = nextEnd(offset)
      yield chunk
      continue
    }
    let rest = chunk
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
export function splitChunks(chunks: Items<Chunk>, { splitAt, chunkBytes, trickle }: Reply): Items<Chunk> {
  const size = chunkBytes ?? trickle?.chunkBytes
  if (size !== undefined && !(size > 0)) throw new RangeError(`chunkBytes must be above 0, not ${size}`)
  if (splitAt !== undefined) {
    const ends = [...splitAt].sort((a, b) => a - b)
    return rechunk(chunks, (offset) => ends.find((end) => end > offset) ?? Number.POSITIVE_INFINITY)
  }
  return size === undefined ? chunks : rechunk(chunks, (offset) => offset + size)
}

const compressors = { gzip: createGzip, deflate: createDeflate, br: createBrotliCompress }

/** Compresses the bytes; each chunk is flushed before the next one or a gate is read. */
export async function* compress(chunks: Items<Chunk>, encoding: NonNullable<Reply['encoding']>): AsyncGenerator<Chunk> {
  const stream = compressors[encoding]()
  const flushKind = encoding === 'br' ? zlib.BROTLI_OPERATION_FLUSH : zlib.Z_SYNC_FLUSH
  let output: Buffer[] = []
  stream.on('data', (part: Buffer) => output.push(part))
  for await (const chunk of chunks) {
    if (chunk instanceof Gate) {
      yield chunk
      continue
    }
    stream.write(chunk)
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
export async function collectBytes(chunks: Items<Chunk>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) if (chunk instanceof Uint8Array) parts.push(chunk)
  return Buffer.concat(parts)
}
