import { type SavedFile, type SaveToPathOptions, saveToPath } from '@mira/core/node'
import type { MediaContent } from './media-content.ts'

/** Anything made with this package that has a content: a `GeneratedImage`, or a `Speech`. */
export interface Savable {
  content(): MediaContent
}

/**
 * Saves an image or a speech to disk, whole or not at all.
 *
 * @param path File to write; its folder must exist.
 * @throws {MiraError} as `saveToPath`.
 */
export async function save(media: Savable, path: string, options?: SaveToPathOptions): Promise<SavedFile> {
  return saveToPath(media.content(), path, options)
}
