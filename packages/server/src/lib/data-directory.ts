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

const minSecretLength = 32

/**
 * Opens a directory, made readable by its owner only; without a path all is in memory and ends with the process.
 *
 * @param givenSecret The secret to use, instead of the one that the directory keeps.
 * @throws {RangeError} for a secret that is short enough to guess.
 */
export async function openDataDirectory(path: string | undefined, givenSecret?: string): Promise<DataDirectory> {
  if (givenSecret !== undefined && givenSecret.length < minSecretLength) {
    throw new RangeError(`The secret has ${givenSecret.length} characters; it must have at least ${minSecretLength}`)
  }
  if (path === undefined) return { databasePath: ':memory:', secret: givenSecret ?? newSecret() }
  await mkdir(path, { recursive: true, mode: 0o700 })
  const secret = givenSecret ?? (await readOrCreateSecret(join(path, 'secret')))
  return { databasePath: join(path, 'mira.db'), secret }
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
