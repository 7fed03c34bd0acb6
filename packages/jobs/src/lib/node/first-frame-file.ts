import { readFile } from 'node:fs/promises'

/**
 * Reads an image file for use as the first frame of a video: `first_frame: await firstFrameFile('cat.png')`.
 *
 * @throws The file system error, such as `ENOENT`.
 */
export function firstFrameFile(path: string | URL): Promise<Uint8Array> {
  return readFile(path)
}
