import { encodeImage } from '@mira/core/internal'
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
  const url = await encodeImage(source, { name: 'imagePart', readFile: 'imageFilePart of @mira/chat/node' })
  return { type: 'image_url', image_url: detail === undefined ? { url } : { url, detail } }
}
