import { encodeBase64 } from './base64.ts'

/** Names for the error messages of {@link encodeImage}. */
export interface ImageNames {
  /** Name of the function or parameter that received the image. */
  readonly name: string
  /** Function that reads an image file. */
  readonly readFile: string
}

/**
 * Encodes an image for a JSON body: an http(s) URL or `data:` URI unchanged, bytes as a `data:` URI.
 *
 * @throws {TypeError} when a string is neither, or bytes are not a JPEG, PNG, GIF or WebP image.
 */
export async function encodeImage(
  source: string | URL | Blob | Uint8Array | ArrayBuffer,
  { name, readFile }: ImageNames,
): Promise<string> {
  if (typeof source === 'string' || source instanceof URL) {
    const url = String(source)
    if (/^(https?:\/\/|data:image\/)/i.test(url)) return url
    throw new TypeError(
      `${name} must be an http(s) URL, a data:image/… URI, a Blob or bytes, not "${url.slice(0, 60)}"; for a file use ${readFile}`,
    )
  }
  const type = source instanceof Blob ? source.type : ''
  const bytes =
    source instanceof Uint8Array ? source : new Uint8Array(source instanceof Blob ? await source.arrayBuffer() : source)
  const mediaType = sniffImage(bytes) ?? (type.startsWith('image/') ? type : undefined)
  if (!mediaType) throw new TypeError(`${name}: the bytes are not a JPEG, PNG, GIF or WebP image`)
  return `data:${mediaType};base64,${encodeBase64(bytes)}`
}

/** Detects the media type of an image from the signature at the start of the file. */
function sniffImage(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (/^GIF8[79]a/.test(start)) return 'image/gif'
  if (/^RIFF[\s\S]{4}WEBP/.test(start)) return 'image/webp'
  return undefined
}
