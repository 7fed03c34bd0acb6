import type { FileHandle } from 'node:fs/promises'
import { MiraError } from '@mira/core'
import { lastSegment, mediaTypeOf } from '@mira/core/internal'
import type { NamedFile } from '../file-source.ts'
import type { OpenOptions } from '../wire-types.ts'
import { fileError } from './file-error.ts'
import { toPath } from './to-path.ts'

/** Options for {@link fromPath}. */
export interface FromPathOptions {
  /** File name sent to the server. Defaults to the last segment of the path. */
  readonly name?: string | undefined
  /** Media type. Defaults to the type for the file extension. */
  readonly type?: string | undefined
}

/** Size of one read. Reads ahead by one chunk, alternating between two buffers. */
const readBytes = 256 * 1024

/**
 * Creates an upload source from a file on disk. The file is opened when it is sent, and again for each retry.
 *
 * @param file - Path, absolute or relative to the working directory, or a `file:` URL.
 * @throws {MiraError} `file_unreadable` when the file does not exist or is a directory. During the upload:
 * `file_changed` when its size has changed since this call.
 */
export async function fromPath(file: string | URL, options: FromPathOptions = {}): Promise<NamedFile> {
  const path = await toPath(file)
  const { stat } = await import('node:fs/promises')
  const { resolve } = await import('node:path')
  // The whole path shows which working directory a relative one was searched in.
  const fail = (error: unknown) => fileError(`Read ${resolve(path)}`, 'file_unreadable', error)
  const stats = await stat(path).catch((error) => {
    throw fail(error)
  })
  if (stats.isDirectory()) throw fail({ code: 'EISDIR' })
  const name = options.name ?? lastSegment(path)
  const type = options.type ?? mediaTypeOf(name)
  // A pipe or a device has no size and can be read only once.
  if (!stats.isFile()) return { source: readPipe(path), name, type }
  const source = (options: OpenOptions): AsyncIterable<Uint8Array> => readFile(path, stats.size, options)
  return { source, name, type, size: stats.size }
}

async function* readPipe(path: string): AsyncGenerator<Uint8Array> {
  const { createReadStream } = await import('node:fs')
  yield* createReadStream(path)
}

async function* readFile(path: string, size: number, { mayReuse = false }: OpenOptions): AsyncGenerator<Uint8Array> {
  const { open } = await import('node:fs/promises')
  const handle = await open(path).catch((error) => {
    throw fileError(`Read ${path}`, 'file_unreadable', error)
  })
  const takeBuffer = createBuffers(size, mayReuse)
  let next: Promise<Uint8Array> | undefined
  try {
    await checkSize(handle, path, size)
    for (let position = 0; position < size; ) {
      const chunk: Uint8Array = await (next ?? fill(handle, takeBuffer(position), position))
      if (chunk.length === 0) return await checkSize(handle, path, size)
      position += chunk.length
      // Before yielding the last chunk, check that the file still has the same size.
      if (position < size) next = readAhead(handle, takeBuffer(position), position)
      else await checkSize(handle, path, size)
      yield chunk
    }
  } finally {
    await next?.catch(() => {})
    await handle.close()
  }
}

/** Returns a function that provides the buffer for each read, alternating between two if reuse is allowed. */
function createBuffers(size: number, mayReuse: boolean): (position: number) => Buffer {
  const create = (): Buffer => Buffer.allocUnsafeSlow(Math.min(readBytes, size))
  const [one, other] = mayReuse ? [create(), create()] : []
  let turn = false
  return (position) => {
    turn = !turn
    return ((turn ? one : other) ?? create()).subarray(0, Math.min(readBytes, size - position))
  }
}

/** Reads until the buffer is full or the file ends: only full chunks are sent for certain before the next is read. */
async function fill(handle: FileHandle, buffer: Buffer, position: number): Promise<Uint8Array> {
  let length = 0
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, position + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return buffer.subarray(0, length)
}

function readAhead(handle: FileHandle, buffer: Buffer, position: number): Promise<Uint8Array> {
  const chunk = fill(handle, buffer, position)
  // Avoid an unhandled rejection: the error is thrown when the chunk is awaited.
  chunk.catch(() => {})
  return chunk
}

async function checkSize(handle: FileHandle, path: string, size: number): Promise<void> {
  const { size: current } = await handle.stat()
  if (current === size) return
  throw new MiraError(`Upload ${path}: the file changed from ${size} to ${current} bytes during the upload`, {
    code: 'file_changed',
  })
}
