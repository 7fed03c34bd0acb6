import type { FileHandle } from 'node:fs/promises'
import { MiraError } from '@mira/core'
import { lastSegment, mediaTypeOf } from '@mira/core/internal'
import type { NamedFile } from '../file-source.ts'
import type { OpenOptions } from '../request-body.ts'
import { fileError } from './file-error.ts'
import { toPath } from './to-path.ts'

/** Options of {@link fromPath}. */
export interface FromPathOptions {
  /** File name as the server will see it (default the last part of the path). */
  readonly name?: string | undefined
  /** Media type (default by the extension of the name). */
  readonly type?: string | undefined
}

/** Size of one read; the next is under way while one is being sent, and two buffers take turns. */
const readBytes = 256 * 1024

/**
 * A file on disk as a source for an upload: opened as it is sent, and again for each further attempt.
 *
 * @param file Path, relative to the working directory or absolute, or a `file:` URL.
 * @throws {MiraError} `file_unreadable` when there is no such file, or when it is a directory. While it is sent:
 * `file_changed` when its size is no longer the one it had here.
 */
export async function fromPath(file: string | URL, options: FromPathOptions = {}): Promise<NamedFile> {
  const path = await toPath(file)
  const { stat } = await import('node:fs/promises')
  const stats = await stat(path).catch((error) => {
    throw fileError(`Read ${path}`, 'file_unreadable', error)
  })
  if (stats.isDirectory()) throw fileError(`Read ${path}`, 'file_unreadable', { code: 'EISDIR' })
  const name = options.name ?? lastSegment(path)
  const type = options.type ?? mediaTypeOf(name)
  // A pipe or a device has no size, and what it gives it gives once.
  if (!stats.isFile()) return { source: readPipe(path), name, type }
  const source = (given: OpenOptions): AsyncIterable<Uint8Array> => readFile(path, stats.size, given)
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
      const piece: Uint8Array = await (next ?? fill(handle, takeBuffer(position), position))
      if (piece.length === 0) return await checkSize(handle, path, size)
      position += piece.length
      // The last piece is held back until it is sure that the file still ends there.
      if (position < size) next = readAhead(handle, takeBuffer(position), position)
      else await checkSize(handle, path, size)
      yield piece
    }
  } finally {
    await next?.catch(() => {})
    await handle.close()
  }
}

/** Gives the buffer for each read, no larger than what is left; by turns the same two where that is allowed. */
function createBuffers(size: number, mayReuse: boolean): (position: number) => Buffer {
  const create = (): Buffer => Buffer.allocUnsafeSlow(Math.min(readBytes, size))
  const [one, other] = mayReuse ? [create(), create()] : []
  let turn = false
  return (position) => {
    turn = !turn
    return ((turn ? one : other) ?? create()).subarray(0, Math.min(readBytes, size - position))
  }
}

/** Reads until the buffer is full or the file ends: only whole pieces are sure to be sent before the next is asked for. */
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
  const piece = fill(handle, buffer, position)
  // Its failure is looked at when its turn comes.
  piece.catch(() => {})
  return piece
}

async function checkSize(handle: FileHandle, path: string, size: number): Promise<void> {
  const { size: current } = await handle.stat()
  if (current === size) return
  throw new MiraError(`Upload ${path}: the file changed from ${size} to ${current} bytes while it was sent`, {
    code: 'file_changed',
  })
}
