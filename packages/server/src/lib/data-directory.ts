import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Location of the server's data. */
export interface DataDirectory {
  /** Path of the database file, or `:memory:`. */
  readonly databasePath: string
  /** Secret under which API keys are hashed; stored next to the database, not in it. */
  readonly secret: string
}

const minSecretLength = 32

/**
 * Opens a data directory and creates it, accessible by its owner only, if it does not exist.
 *
 * @param path - Path of the directory. Without it, all data is kept in memory.
 * @param configuredSecret - Overrides the secret stored in the directory.
 * @throws {RangeError} when `configuredSecret` has less than 32 characters.
 */
export async function openDataDirectory(path: string | undefined, configuredSecret?: string): Promise<DataDirectory> {
  if (configuredSecret !== undefined && configuredSecret.length < minSecretLength) {
    throw new RangeError(
      `The secret has ${configuredSecret.length} characters; it must have at least ${minSecretLength}`,
    )
  }
  if (path === undefined) return { databasePath: ':memory:', secret: configuredSecret ?? newSecret() }
  await mkdir(path, { recursive: true, mode: 0o700 })
  const secret = configuredSecret ?? (await readOrCreateSecret(join(path, 'secret')))
  return { databasePath: join(path, 'mira.db'), secret }
}

async function readOrCreateSecret(path: string): Promise<string> {
  try {
    // Exclusive creation: if two processes start at the same time, one writes and the other reads.
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
