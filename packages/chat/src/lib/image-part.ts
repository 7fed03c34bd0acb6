import { encodeBase64 } from './base64.ts'
import type { ImagePart } from './chat-message.ts'

/** An image: http(s) URL, `data:` URI, or bytes. */
export type ImageSource = string | URL | Blob | Uint8Array | ArrayBuffer

/** Options of {@link imagePart}. */
export interface ImagePartOptions {
  /** Level of detail at which the model processes the image. */
  readonly detail?: 'auto' | 'low' | 'high' | (string & {}) | undefined
}

/**
 * Creates an image part for a message from a JPEG, PNG, GIF or WebP image. The server's limits are 20 MB per image and
 * 10 images per request.
 *
 * @throws {TypeError} when a string is not a URL, or bytes are in none of these formats.
 */
export async function imagePart(source: ImageSource, { detail }: ImagePartOptions = {}): Promise<ImagePart> {
  const url = typeof source === 'string' || source instanceof URL ? checkUrl(String(source)) : await toDataUri(source)
  return { type: 'image_url', image_url: detail === undefined ? { url } : { url, detail } }
}

function checkUrl(url: string): string {
  if (/^(https?:\/\/|data:image\/)/i.test(url)) return url
  throw new TypeError(
    `imagePart takes an http(s) address, a data:image/… URI, a Blob or bytes, not "${url.slice(0, 60)}"; for a file use imageFilePart of @mira/chat/node`,
  )
}

async function toDataUri(source: Blob | Uint8Array | ArrayBuffer): Promise<string> {
  const bytes = await readBytes(source)
  const mediaType =
    sniff(bytes) ?? (source instanceof Blob && source.type.startsWith('image/') ? source.type : undefined)
  if (!mediaType) throw new TypeError('imagePart: the bytes are no JPEG, PNG, GIF or WebP picture')
  return `data:${mediaType};base64,${encodeBase64(bytes)}`
}

async function readBytes(source: Blob | Uint8Array | ArrayBuffer): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source
  return new Uint8Array(source instanceof Blob ? await source.arrayBuffer() : source)
}

/** Detects the media type from the first bytes of a file. */
function sniff(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (/^GIF8[79]a/.test(start)) return 'image/gif'
  if (/^RIFF[\s\S]{4}WEBP/.test(start)) return 'image/webp'
  return undefined
}
