import {
  copyFile,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'

/** Environment variables that locate the cache. */
type Environment = Readonly<Record<string, string | undefined>>

/** Directory of the cache that other tools for the same hub share: `HF_HUB_CACHE`, or `hub` in `HF_HOME`. */
export function hubCacheDirectory(environment: Environment = process.env): string {
  const { HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = environment
  if (HF_HUB_CACHE) return resolve(HF_HUB_CACHE)
  if (HF_HOME) return join(resolve(HF_HOME), 'hub')
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface', 'hub')
}

/**
 * Files of one repository in the cache: `blobs/<etag>` holds the bytes, `snapshots/<commit>/<path>` links to them, and
 * `refs/<revision>` names the commit of a branch or tag.
 */
export class CachedRepository {
  readonly #directory: string
  /** Directory of lock files, beside the repositories. */
  readonly lockDirectory: string

  constructor(cacheDirectory: string, repository: string) {
    const name = `models--${repository.replace('/', '--')}`
    this.#directory = join(cacheDirectory, name)
    this.lockDirectory = join(cacheDirectory, '.locks', name)
  }

  /** Path of the bytes of a file, by the etag that the hub sends for it. */
  blobPath(etag: string): string {
    return join(this.#directory, 'blobs', etag)
  }

  /** Directory of the files of a commit. */
  snapshotDirectory(commit: string): string {
    return join(this.#directory, 'snapshots', commit)
  }

  /** Returns the commit that a branch, tag or commit stood for when it was last fetched. */
  async findCommit(revision: string): Promise<string | undefined> {
    const commit = await readFile(join(this.#directory, 'refs', revision), 'utf8').catch(() => undefined)
    if (commit !== undefined) return commit.trim()
    return (await isPresent(this.snapshotDirectory(revision))) ? revision : undefined
  }

  /** Records the commit of a branch or tag. */
  async setCommit(revision: string, commit: string): Promise<void> {
    if (revision === commit) return
    const path = join(this.#directory, 'refs', revision)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, commit)
  }

  /** Lists the paths of the files of a commit that are in the cache. */
  async listFiles(commit: string): Promise<string[]> {
    const directory = this.snapshotDirectory(commit)
    const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
    const files = entries.filter((entry) => !entry.isDirectory())
    return files.map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll('\\', '/')).sort()
  }

  /** Makes a file of a commit from its bytes: as a link, or as a copy where the file system has no links. */
  async linkFile(commit: string, path: string, etag: string): Promise<void> {
    const target = join(this.snapshotDirectory(commit), path)
    const blob = this.blobPath(etag)
    await mkdir(dirname(target), { recursive: true })
    if ((await stat(target).catch(() => undefined))?.size === (await stat(blob)).size) return
    await rm(target, { force: true })
    await symlink(relative(dirname(target), blob), target).catch(async (error: NodeJS.ErrnoException) => {
      // Another process may have made the same link in the meantime.
      if (error.code === 'EEXIST') return
      await link(blob, target).catch(() => copyFile(blob, target))
    })
  }

  /**
   * Removes files of a commit, and their bytes unless another commit links to them.
   *
   * @returns The number of bytes that were freed.
   */
  async removeFiles(commit: string, paths: readonly string[]): Promise<number> {
    let freed = 0
    for (const path of paths) {
      const file = join(this.snapshotDirectory(commit), path)
      const blob = await this.#blobOf(file)
      const size = (await stat(file).catch(() => undefined))?.size ?? 0
      await rm(file, { force: true })
      if (blob === undefined) freed += size
      else if (!(await this.#isLinked(blob))) {
        await rm(blob, { force: true })
        freed += size
      }
    }
    if ((await this.listFiles(commit)).length === 0)
      await rm(this.snapshotDirectory(commit), { recursive: true, force: true })
    return freed
  }

  async #blobOf(file: string): Promise<string | undefined> {
    const target = await readlink(file).catch(() => undefined)
    return target === undefined ? undefined : resolve(dirname(file), target)
  }

  async #isLinked(blob: string): Promise<boolean> {
    const snapshots = join(this.#directory, 'snapshots')
    const entries = await readdir(snapshots, { recursive: true, withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      if (entry.isSymbolicLink() && (await this.#blobOf(join(entry.parentPath, entry.name))) === blob) return true
    }
    return false
  }
}

async function isPresent(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
