import { readFile } from 'node:fs/promises'
import type { ImagePart } from './chat-message.ts'
import { type ImagePartOptions, imagePart } from './image-part.ts'

/**
 * Makes a part of a message of a picture in a file; otherwise as `imagePart`.
 *
 * @throws What the file system answers, such as `ENOENT`.
 */
export async function imageFilePart(path: string | URL, options?: ImagePartOptions): Promise<ImagePart> {
  return imagePart(await readFile(path), options)
}
