import { binaryBody, type FileSource } from '@mira/core'
import { toDataUri } from './data-uri.ts'
import { type ImageSource, readImageUrl } from './image-source.ts'
import { sniffMediaType } from './sniff-media-type.ts'
import { untilAborted } from './until-aborted.ts'

/**
 * Converts an image to its JSON format: a URL unchanged, a file as a `data:` URI.
 *
 * @throws {TypeError} when the file is not an image.
 */
export async function toImageUrl(source: ImageSource, signal?: AbortSignal): Promise<string> {
  const url = readImageUrl(source)
  if (url !== undefined) return url
  const { open, mediaType } = binaryBody(source as FileSource)
  const bytes = await untilAborted(readAll(open()), signal)
  const type = sniffMediaType(bytes) ?? mediaType
  if (!type?.startsWith('image/'))
    throw new TypeError(
      `A file given as a picture is none by its first bytes; say its type: { source, type: 'image/…' }`,
    )
  return toDataUri(bytes, type)
}

async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of pieces) parts.push(piece as Uint8Array<ArrayBuffer>)
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
