import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the server keeps its things. */
export interface DataDirectory {
  /** The database file, or `:memory:`. */
  readonly databasePath: string
  /** Keys the hashes of API keys; it lies beside the database, not in it. */
  readonly secret: string
}

/** Opens a directory, made readable by its owner only; without a path all is in memory and ends with the process. */
export async function openDataDirectory(path: string | undefined): Promise<DataDirectory> {
  if (path === undefined) return { databasePath: ':memory:', secret: newSecret() }
  await mkdir(path, { recursive: true, mode: 0o700 })
  return { databasePath: join(path, 'mira.db'), secret: await readOrCreateSecret(join(path, 'secret')) }
}

async function readOrCreateSecret(path: string): Promise<string> {
  try {
    // Exclusive creation: of two processes that start together, one writes and the other reads.
    const secret = newSecret()
    await writeFile(path, secret, { flag: 'wx', mode: 0o600 })
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return readFile(path, 'utf8')
  }
}

function newSecret(): string {
  return randomBytes(32).toString('hex')
}
