import { readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ControlAccess } from '../start-server.ts'

/** Content of the file that a running server keeps for the commands that control it. */
export interface StartFile extends ControlAccess {
  /** Process id of the server. */
  readonly pid: number
}

/** Returns the path of the file of a data directory. */
export function startFilePath(dataDir: string): string {
  return join(dataDir, 'control.json')
}

/** Writes the file, for its owner only. Returns a function that removes it, unless another server has replaced it. */
export async function writeStartFile(dataDir: string, { url, token }: ControlAccess): Promise<() => Promise<void>> {
  const path = startFilePath(dataDir)
  const temporary = `${path}.${process.pid}.tmp`
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await writeFile(temporary, JSON.stringify({ url, token, pid: process.pid } satisfies StartFile), { mode: 0o600 })
  await rename(temporary, path)
  return async () => {
    if (readStartFile(dataDir)?.pid === process.pid) await rm(path, { force: true })
  }
}

/** Reads the file. Returns undefined if there is none, or one that is damaged. */
export function readStartFile(dataDir: string): StartFile | undefined {
  try {
    const { url, token, pid } = JSON.parse(readFileSync(startFilePath(dataDir), 'utf8')) as Record<string, unknown>
    if (typeof url !== 'string' || typeof token !== 'string' || typeof pid !== 'number') return undefined
    return { url, token, pid }
  } catch {
    return undefined
  }
}
