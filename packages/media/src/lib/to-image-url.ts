import { binaryBody, type FileSource } from '@mira/core'
import { concatBytes, settleOnAbort } from '@mira/core/internal'
import { toDataUri } from './data-uri.ts'
import { type ImageSource, readImageUrl } from './image-source.ts'
import { sniffMediaType } from './sniff-media-type.ts'

/**
 * Converts an image to its JSON format: a URL unchanged, a file as a `data:` URI.
 *
 * @throws {TypeError} when the file is not an image.
 */
export async function toImageUrl(source: ImageSource, signal?: AbortSignal | null): Promise<string> {
  const url = readImageUrl(source)
  if (url !== undefined) return url
  const { open, mediaType } = binaryBody(source as FileSource)
  const bytes = await (signal ? settleOnAbort(readAll(open()), signal) : readAll(open()))
  const type = sniffMediaType(bytes) ?? mediaType
  if (!type?.startsWith('image/'))
    throw new TypeError(
      `The first bytes of the file are not those of a known image format; set its type: { source, type: 'image/…' }`,
    )
  return toDataUri(bytes, type)
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return concatBytes(parts)
}
