import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { restrictToOwner } from './restrict-to-owner.ts'
import { syncDirectory, syncFile } from './sync-file.ts'

/** Location of the server's data. */
export interface DataDirectory {
  /** Path of the database file, or `:memory:`. */
  readonly databasePath: string
  /** Secret under which API keys are hashed; stored next to the database, not in it. */
  readonly secret: string
  /** Paths that other users of the machine may access, because the system does not allow to change that. */
  readonly unrestricted: readonly string[]
}

const minSecretLength = 32

/**
 * Opens a data directory, creates it if it does not exist, and makes it and its files accessible by their owner only.
 *
 * @param path - Path of the directory. Without it, all data is kept in memory.
 * @param configuredSecret - Overrides the secret stored in the directory.
 * @throws {RangeError} when `configuredSecret` or the stored secret has less than 32 characters.
 */
export async function openDataDirectory(path: string | undefined, configuredSecret?: string): Promise<DataDirectory> {
  if (configuredSecret !== undefined && configuredSecret.length < minSecretLength) {
    throw new RangeError(
      `The secret has ${configuredSecret.length} characters; it must have at least ${minSecretLength}`,
    )
  }
  if (path === undefined) {
    return { databasePath: ':memory:', secret: configuredSecret ?? newSecret(), unrestricted: [] }
  }
  await mkdir(path, { recursive: true, mode: 0o700 })
  const secret = configuredSecret ?? (await readOrCreateSecret(path))
  return { databasePath: join(path, 'mira.db'), secret, unrestricted: await restrictToOwner(path) }
}

async function readOrCreateSecret(directory: string): Promise<string> {
  const path = join(directory, 'secret')
  const secret = (await readIfPresent(path)) ?? (await createSecret(directory, path))
  if (secret.trim().length >= minSecretLength) return secret
  throw new RangeError(
    `The secret in ${path} has ${secret.trim().length} characters; it must have at least ${minSecretLength}. ` +
      'Restore the file from a backup. Or delete it to create a new secret; all API keys then become invalid',
  )
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Creates the secret durably and returns it, or the one of a process that started at the same time. The file appears
 * with its content: a crash leaves no empty secret.
 */
async function createSecret(directory: string, path: string): Promise<string> {
  const partial = join(directory, `secret-${randomUUID()}.partial`)
  const file = await open(partial, 'wx', 0o600)
  try {
    await file.writeFile(newSecret())
    await syncFile(file)
  } finally {
    await file.close()
  }
  await publish(partial, path)
  await syncDirectory(directory)
  return readFile(path, 'utf8')
}

/** Gives a file its final name unless that exists; unlike a rename, a link never replaces a file. */
async function publish(partial: string, path: string): Promise<void> {
  try {
    await link(partial, path)
  } catch (error) {
    // A file system without links.
    if (codeOf(error) !== 'EEXIST') return rename(partial, path)
  }
  await rm(partial)
}

function newSecret(): string {
  return randomBytes(32).toString('hex')
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
