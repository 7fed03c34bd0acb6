import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** File of the built page. */
export interface PageFile {
  readonly mediaType: string
  /** Files with a hash in their name never change. */
  readonly isImmutable: boolean
  read(): Promise<Uint8Array>
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

/**
 * Lists the files of a built page by their URL path, such as `/assets/index-1a2b3c4d.js`.
 *
 * @throws The system error when the folder cannot be read.
 */
export function listPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const urlPath = `/${relative(folder, path).split(sep).join('/')}`
      return [urlPath, toPageFile(path, urlPath)]
    }),
  )
}

function toPageFile(path: string, urlPath: string): PageFile {
  let content: Promise<Uint8Array> | undefined
  return {
    mediaType: mediaTypes[extname(path)] ?? 'application/octet-stream',
    isImmutable: urlPath.startsWith('/assets/'),
    read() {
      content ??= readFile(path)
      return content
    },
  }
}
