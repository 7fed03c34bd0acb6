import { type SavedFile, type SaveToPathOptions, saveToPath } from '@mira/core/node'
import type { MediaContent } from './media-content.ts'

/** Anything made with this package that has a content: a `GeneratedImage`, or a `Speech`. */
export interface Savable {
  content(): MediaContent
}

/**
 * Saves an image or a speech to disk, whole or not at all.
 *
 * @param target Path or `file:` URL of the file to write; its folder must exist.
 * @throws {MiraError} as `saveToPath`.
 */
export async function save(media: Savable, target: string | URL, options?: SaveToPathOptions): Promise<SavedFile> {
  return saveToPath(media.content(), target, options)
}
