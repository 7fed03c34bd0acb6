import { readFile } from 'node:fs/promises'

/**
 * Reads a picture to begin a video with: `first_frame: await firstFrameFile('cat.png')`.
 *
 * @throws What the file system answers, such as `ENOENT`.
 */
export function firstFrameFile(path: string | URL): Promise<Uint8Array> {
  return readFile(path)
}
