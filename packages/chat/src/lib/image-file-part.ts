import { readFile } from 'node:fs/promises'
import type { ImagePart } from './chat-message.ts'
import { type ImagePartOptions, imagePart } from './image-part.ts'

/**
 * Creates an image part for a message from a file. Otherwise like `imagePart`.
 *
 * @throws {Error} when the file cannot be read, such as `ENOENT`.
 * @throws {TypeError} when the file is not a JPEG, PNG, GIF or WebP image.
 */
export async function imageFilePart(path: string | URL, options?: ImagePartOptions): Promise<ImagePart> {
  return imagePart(await readFile(path), options)
}
