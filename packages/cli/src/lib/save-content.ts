import { open, stat } from 'node:fs/promises'
import type { DownloadProgress } from '@mira/core'
import { isMiraError } from '@mira/core'
import { saveToPath } from '@mira/core/node'
import { CommandError } from './command-error.ts'
import { extensionFor, numberedName } from './file-name.ts'
import { write } from './output.ts'

/** Content to save: an image, speech, or the result of a job. */
type Content = Parameters<typeof saveToPath>[0]

/** Where content is saved. */
export interface Target {
  /** Path that the user chose, which is overwritten; `-` is standard output. */
  readonly path?: string | undefined
  /** Name without extension for a new file in the working directory, if no path is set. */
  readonly name: string
  /** Extension for content of an unknown type. */
  readonly extension: string
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
}

/** Saved content, as `--json` prints it. */
export interface SavedContent {
  /** `-` for standard output. */
  readonly path: string
  readonly media_type: string | undefined
  readonly size_bytes: number
}

/**
 * Saves content to a file, completely or not at all, or writes it to standard output while it arrives.
 *
 * @throws {CommandError} when standard output is a terminal.
 */
export async function saveContent(content: Content, target: Target): Promise<SavedContent> {
  const { path, onProgress } = target
  if (path === '-') return writeContent(content)
  if (path !== undefined && (await isDevice(path))) return writeToDevice(content, path)
  if (path !== undefined) return describe(await saveToPath(content, path, { onProgress }))
  const { mediaType } = await content.open()
  return saveToNewFile(content, target, `${target.name}.${extensionFor(mediaType, target.extension)}`)
}

/** @throws {CommandError} when standard output is a terminal, which cannot show the content of a file. */
export function refuseTerminal(): void {
  if (process.stdout.isTTY) throw new CommandError('Standard output is a terminal: choose a file with -o, or pipe it')
}

async function writeContent(content: Content): Promise<SavedContent> {
  refuseTerminal()
  const { mediaType } = await content.open()
  for await (const chunk of content.chunks()) await write(chunk)
  return { path: '-', media_type: mediaType, size_bytes: content.progress.receivedBytes }
}

/** Whether a path is a device or a named pipe, which is written to; a file would be replaced as a whole. */
async function isDevice(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined)
  return stats !== undefined && !stats.isFile() && !stats.isDirectory()
}

async function writeToDevice(content: Content, path: string): Promise<SavedContent> {
  const { mediaType } = await content.open()
  const handle = await open(path, 'w')
  try {
    for await (const chunk of content.chunks()) await handle.write(chunk)
  } finally {
    await handle.close()
  }
  return { path, media_type: mediaType, size_bytes: content.progress.receivedBytes }
}

/** Saves to a file that does not exist yet: the name is ours, so nothing may be lost by it. */
async function saveToNewFile(content: Content, { onProgress }: Target, name: string): Promise<SavedContent> {
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? name : numberedName(name, number)
    try {
      return describe(await saveToPath(content, path, { onProgress, overwrite: false }))
    } catch (error) {
      // The target is checked before anything is read.
      if (!isMiraError(error) || error.code !== 'file_exists') throw error
    }
  }
}

const describe = (saved: Awaited<ReturnType<typeof saveToPath>>): SavedContent => ({
  path: saved.path,
  media_type: saved.mediaType,
  size_bytes: saved.sizeBytes,
})
