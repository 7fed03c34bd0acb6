import { type SavedFile, type SaveToPathOptions, saveToPath } from '@mira/core/node'
import type { MediaContent } from './media-content.ts'

/** Result of this package that has content: a `GeneratedImage` or a `Speech`. */
export interface Savable {
  /** Returns the content to save. */
  content(): MediaContent
}

/**
 * Saves an image or speech to disk, either completely or not at all.
 *
 * @param target - Path or `file:` URL of the file to write; its folder must exist.
 * @throws {MiraError} when `saveToPath` does.
 */
export async function save(media: Savable, target: string | URL, options?: SaveToPathOptions): Promise<SavedFile> {
  return saveToPath(media.content(), target, options)
}
