import { isMiraError, MiraError } from './error.ts'
import {
  bytesOf,
  type FileContent,
  isBlob,
  isIterable,
  isResponse,
  isStream,
  notAFile,
  openContent,
} from './file-content.ts'
import { extensionOf, mediaTypeOf } from './media-type.ts'
import type { OpenOptions } from './wire-types.ts'

/** Returns the content of a file from its beginning on every call, so that an upload can be retried. */
export type FileFactory = (options: OpenOptions) => FileContent | Promise<FileContent>

/** File content with metadata that it does not include itself. */
export interface NamedFile {
  /** Content, or a function that returns it. */
  readonly source: FileContent | FileFactory
  /** File name sent to the server. Defaults to the name of the content. */
  readonly name?: string | undefined
  /** Media type. Defaults to the type of the content, then to the type for the file extension. */
  readonly type?: string | undefined
  /** Length in bytes, for content of unknown length; the upload fails when the actual length differs. */
  readonly size?: number | undefined
}

/** A file to upload. Streams, iterables and responses can be read only once, so their upload is never retried. */
export type FileSource = FileContent | FileFactory | NamedFile

/** Normalized form of a file source, from which bodies are built. */
export interface FileInput {
  readonly name: string
  readonly type: string
  readonly length: number | undefined
  /** Whether {@link FileInput.open} can be called again. */
  readonly isReplayable: boolean
  /** The whole content, if it is in memory or a Blob. */
  readonly whole: Blob | Uint8Array | undefined
  /** Opens the content from its beginning; reading fails unless it has exactly `length` bytes. */
  open(options?: OpenOptions): AsyncIterable<Uint8Array>
}

/**
 * Normalizes a file source without reading it.
 *
 * @throws {TypeError} when the value is not a file, or the media type contains anything but printable ASCII.
 */
export function readFileSource(file: FileSource): FileInput {
  const named: NamedFile = isNamedFile(file) ? file : { source: file }
  const { source } = named
  const isFactory = typeof source === 'function'
  const described = isFactory ? {} : describeContent(source)
  const type =
    named.type ?? described.type ?? mediaTypeOf(named.name ?? described.name ?? '') ?? 'application/octet-stream'
  const name = named.name ?? described.name ?? `file${extensionOf(type)}`
  if (/[^\t\x20-\x7e]/.test(type)) throw new TypeError(`The media type of ${name} must be printable ASCII`)
  const length = named.size ?? described.length
  const { whole } = described
  const isReplayable = isFactory || whole !== undefined
  let isSpent = false
  const open = (options: OpenOptions = {}): AsyncIterable<Uint8Array> => {
    if (isSpent) throw new TypeError(`Upload ${name}: it can be read only once; pass a function that opens it`)
    isSpent = !isReplayable
    return readChecked(() => (isFactory ? source(options) : source), name, length)
  }
  return { name, type, length, isReplayable, whole, open }
}

const isNamedFile = (file: FileSource): file is NamedFile =>
  typeof file === 'object' && file !== null && 'source' in file && !isBlob(file) && !isIterable(file)

/** Returns the metadata that content includes. */
function describeContent(content: FileContent): Partial<Pick<FileInput, 'name' | 'type' | 'length' | 'whole'>> {
  const bytes = bytesOf(content)
  if (bytes) return { length: bytes.length, whole: bytes }
  if (isBlob(content)) {
    const name = (content as Partial<File>).name || undefined
    return { length: content.size, whole: content, ...(name && { name }), ...(content.type && { type: content.type }) }
  }
  if (isResponse(content)) return describeResponse(content)
  if (!isStream(content) && !isIterable(content)) throw notAFile(content)
  // A file stream (`fs.createReadStream`) has a path.
  const { path } = content as { path?: unknown }
  return typeof path === 'string' ? { name: lastSegment(path) } : {}
}

function describeResponse({ headers, url }: Response): ReturnType<typeof describeContent> {
  const length = headers.get('content-encoding') ? null : headers.get('content-length')
  const name = url ? lastSegment(new URL(url).pathname) : ''
  const type = headers.get('content-type')
  return { ...(length && { length: Number(length) }), ...(type && { type }), ...(name && { name }) }
}

/** Returns the last segment of a path, with either kind of slash. */
export const lastSegment = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== '') ?? ''

/** Distinguishes a failure of the source from a connection failure, because retrying would not help. */
async function* readChecked(
  getContent: () => FileContent | Promise<FileContent>,
  name: string,
  length: number | undefined,
): AsyncGenerator<Uint8Array> {
  let count = 0
  try {
    for await (const chunk of openContent(await getContent())) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError(`it yielded ${typeof chunk} instead of bytes`)
      count += chunk.length
      if (length !== undefined && count > length) throw new RangeError(`it is longer than the declared ${length} bytes`)
      yield chunk
    }
    if (length !== undefined && count < length)
      throw new RangeError(`it ended after ${count} of the declared ${length} bytes`)
  } catch (error) {
    if (isMiraError(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new MiraError(`Upload ${name}: the source failed: ${reason}`, { code: 'body_failed', cause: error })
  }
}
