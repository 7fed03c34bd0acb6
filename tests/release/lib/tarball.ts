import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Contents of a published tarball. */
export interface Tarball {
  readonly readme: string
  readonly fileCount: number
  /** Size of all files, in bytes. */
  readonly unpackedBytes: number
}

const blockBytes = 512

/** Reads a tarball of npm: files only, below `package/`, with short or prefixed paths. */
export function readTarball(file: string): Tarball {
  const archive = gunzipSync(readFileSync(file))
  const tarball = { readme: '', fileCount: 0, unpackedBytes: 0 }
  const text = (start: number, length: number) => archive.toString('utf8', start, start + length).replace(/\0.*/s, '')
  for (let at = 0; archive[at]; ) {
    const size = Number.parseInt(text(at + 124, 12), 8)
    const isFile = text(at + 156, 1) === '0'
    if (isFile) {
      tarball.fileCount += 1
      tarball.unpackedBytes += size
    }
    if (isFile && text(at, 100) === 'package/README.md') tarball.readme = text(at + blockBytes, size)
    at += blockBytes * (1 + Math.ceil(size / blockBytes))
  }
  return tarball
}
