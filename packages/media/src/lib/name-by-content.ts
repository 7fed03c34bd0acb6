import type { FileSource, NamedFile } from '@mira/core'
import { concatBytes, extensionOf, readFileSource, settleOnAbort } from '@mira/core/internal'
import { sniffMediaType } from './sniff-media-type.ts'

/** Bytes that determine the type of a file. */
const headBytes = 12

/**
 * Names a file that has no name with an extension, by its media type or its first bytes: servers determine the format
 * of an upload by the extension.
 *
 * @returns The file unchanged if it has a name with an extension, or its type cannot be determined.
 * @throws {TypeError} when the source is not a file.
 */
export async function nameByContent(file: FileSource, signal?: AbortSignal): Promise<FileSource> {
  const { name, type, length, isReplayable, open } = readFileSource(file)
  if (/\.\w+$/.test(name)) return file
  const named: NamedFile = isNamed(file) ? file : { source: file, size: length }
  const extension = extensionOf(type)
  if (extension) return { ...named, name: name + extension, type }
  const chunks = open()[Symbol.asyncIterator]()
  const head = await (signal ? settleOnAbort(readHead(chunks), signal) : readHead(chunks))
  const sniffed = sniffMediaType(concatBytes(head))
  const source = isReplayable ? named.source : rejoin(head, chunks)
  if (isReplayable) void chunks.return?.()
  if (sniffed === undefined) return { ...named, source, name, type }
  return { ...named, source, name: name + extensionOf(sniffed), type: type === unknownType ? sniffed : type }
}

const unknownType = 'application/octet-stream'

const isNamed = (file: FileSource): file is NamedFile =>
  typeof file === 'object' && 'source' in file && !(Symbol.asyncIterator in file)

async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const head: Uint8Array[] = []
  for (let length = 0; length < headBytes; ) {
    const { value, done } = await chunks.next()
    if (done) break
    // The source may reuse the memory of a chunk once the next one is requested.
    head.push(value.slice())
    length += value.length
  }
  return head
}

/** Returns all of a source that can be read only once, after its head was read. */
async function* rejoin(head: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
