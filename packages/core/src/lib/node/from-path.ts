import type { FileHandle } from 'node:fs/promises'
import { MiraError } from '../error.ts'
import { lastSegment, type NamedFile } from '../file-source.ts'
import { mediaTypeOf } from '../media-type.ts'
import { fileError } from './file-error.ts'

/** Options of {@link fromPath}. */
export interface FromPathOptions {
  /** File name as the server will see it (default the last part of the path). */
  readonly name?: string | undefined
  /** Media type (default by the extension of the name). */
  readonly type?: string | undefined
}

/** Size of one read; the next is under way while one is being sent. */
const readBytes = 256 * 1024

/**
 * A file on disk as a source for an upload: opened as it is sent, and again for each further attempt.
 *
 * @param path Relative to the working directory, or absolute.
 * @throws {MiraError} `file_unreadable` when there is no such file, or when it is a directory. While it is sent:
 * `file_changed` when its size is no longer the one it had here.
 */
export async function fromPath(path: string, options: FromPathOptions = {}): Promise<NamedFile> {
  const { stat } = await import('node:fs/promises')
  const stats = await stat(path).catch((error) => {
    throw fileError(`Read ${path}`, 'file_unreadable', error)
  })
  if (stats.isDirectory()) throw fileError(`Read ${path}`, 'file_unreadable', { code: 'EISDIR' })
  const name = options.name ?? lastSegment(path)
  const type = options.type ?? mediaTypeOf(name)
  // A pipe or a device has no size, and what it gives it gives once.
  if (!stats.isFile()) return { source: readFile(path), name, type }
  return { source: () => readFile(path, stats.size), name, type, size: stats.size }
}

async function* readFile(path: string, size = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  const { open } = await import('node:fs/promises')
  const handle = await open(path).catch((error) => {
    throw fileError(`Read ${path}`, 'file_unreadable', error)
  })
  let next: Promise<Uint8Array> | undefined
  try {
    await checkSize(handle, path, size)
    for (let position = 0; position < size; ) {
      const piece: Uint8Array = await (next ?? readAt(handle, position, size))
      if (piece.length === 0) return await checkSize(handle, path, size)
      position += piece.length
      // The last piece is held back until it is sure that the file still ends there.
      if (position < size) next = readAhead(handle, position, size)
      else await checkSize(handle, path, size)
      yield piece
    }
  } finally {
    await next?.catch(() => {})
    await handle.close()
  }
}

async function readAt(handle: FileHandle, position: number, size: number): Promise<Uint8Array> {
  // Each read has a buffer of its own: a transport may keep a piece for longer than until it asks for the next.
  const buffer = Buffer.allocUnsafeSlow(Math.min(readBytes, size - position))
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, Number.isFinite(size) ? position : null)
  return buffer.subarray(0, bytesRead)
}

function readAhead(handle: FileHandle, position: number, size: number): Promise<Uint8Array> {
  const piece = readAt(handle, position, size)
  // Its failure is looked at when its turn comes.
  piece.catch(() => {})
  return piece
}

async function checkSize(handle: FileHandle, path: string, size: number): Promise<void> {
  if (!Number.isFinite(size)) return
  const { size: current } = await handle.stat()
  if (current === size) return
  throw new MiraError(`Upload ${path}: the file changed from ${size} to ${current} bytes while it was sent`, {
    code: 'file_changed',
  })
}
