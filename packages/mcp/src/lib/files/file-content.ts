import type { ContentBlock } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { ServerContext } from '../server-context.ts'
import { readSavedFile, type SavedFile } from './saved-files.ts'

/** Schemas of {@link FileData}. */
interface FileFields {
  uri: z.ZodString
  path: z.ZodString
  media_type: z.ZodString
  size_bytes: z.ZodInt
}

/** Returns the schemas of a saved file in structured output. */
export function fileFields(): FileFields {
  return {
    uri: z.string().describe('URI of the resource, also accepted as input by other tools'),
    path: z.string().describe('Absolute path on the machine of this MCP server'),
    media_type: z.string(),
    size_bytes: z.int(),
  }
}

/** A saved file in structured output. */
export interface FileData {
  uri: string
  path: string
  media_type: string
  size_bytes: number
}

/** Converts a saved file to structured output. */
export function toFileData({ uri, path, mediaType, sizeBytes }: SavedFile): FileData {
  return { uri, path, media_type: mediaType, size_bytes: sizeBytes }
}

/**
 * Creates the content of a result with files: a line of text and a link per file, and images and audio themselves while
 * they fit into the limit together.
 */
export async function toFileContent(
  { settings }: Pick<ServerContext, 'settings'>,
  files: readonly SavedFile[],
): Promise<ContentBlock[]> {
  const blocks: ContentBlock[] = []
  let remainingBytes = settings.maxInlineBytes
  for (const file of files) {
    const { uri, name, path, mediaType, sizeBytes } = file
    blocks.push({ type: 'text', text: `Saved ${path} (${mediaType}, ${sizeBytes} bytes)` })
    blocks.push({ type: 'resource_link', uri, name, mimeType: mediaType, size: sizeBytes })
    const kind = /^(image|audio)\//.exec(mediaType)?.[1] as 'image' | 'audio' | undefined
    if (kind === undefined || sizeBytes > remainingBytes) continue
    remainingBytes -= sizeBytes
    blocks.push({ type: kind, data: (await readSavedFile(file)).toString('base64'), mimeType: mediaType })
  }
  return blocks
}
