import { chmod, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Files of a data directory. Its other files are not the server's. */
const ownFiles = ['mira.db', 'mira.db-wal', 'mira.db-shm', 'secret', 'server.lock']
const mediaDirectory = 'media'

/**
 * Makes a data directory and the server's files in it accessible by their owner only.
 *
 * @returns The paths whose permissions cannot be changed.
 */
export async function restrictToOwner(directory: string): Promise<readonly string[]> {
  const media = join(directory, mediaDirectory)
  const files = [...ownFiles.map((name) => join(directory, name)), ...(await listFiles(media))]
  const wanted = [[directory, 0o700], [media, 0o700], ...files.map((path) => [path, 0o600] as const)] as const
  const unrestricted: string[] = []
  for (const [path, mode] of wanted) if (!(await restrict(path, mode))) unrestricted.push(path)
  return unrestricted
}

async function listFiles(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => [])
  return names.map((name) => join(directory, name))
}

/** Removes the access of others. A path that does not exist, as a file just removed, needs no restriction. */
async function restrict(path: string, mode: number): Promise<boolean> {
  try {
    const stats = await lstat(path)
    // The permissions of a link are those of its target, which may be shared.
    if (!stats.isSymbolicLink() && (stats.mode & 0o077) !== 0) await chmod(path, mode)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}
