import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseFiles } from './choose-files.ts'
import { type Blob, downloadBlob } from './download-blob.ts'
import { CachedRepository, hubCacheDirectory } from './hub-cache.ts'
import { type HubFile, type HubModel, readHubModel } from './hub-model.ts'
import { type HubAccess, HubError } from './hub-request.ts'
import { type CatalogEntry, checkBytes, modelCatalog, type PulledFile } from './model-catalog.ts'
import type { ModelRecord, ModelRecords } from './model-records.ts'
import { formatHubSource, type HubSource } from './model-source.ts'

/** Event of a pull. */
export type PullEvent =
  | {
      readonly event: 'model'
      readonly source: string
      readonly commit: string
      readonly license: string | undefined
      readonly files: number
      readonly bytes: number
    }
  | { readonly event: 'progress'; readonly file: string; readonly done: number; readonly total: number }
  | { readonly event: 'waiting'; readonly file: string }
  | { readonly event: 'done'; readonly source: string; readonly commit: string; readonly directory: string }

/** Options of {@link pullModel}. */
export interface PullOptions {
  readonly records: ModelRecords
  readonly access: HubAccess
  /** Models whose bytes are known; a pull of one accepts no others. Defaults to the catalog of the server. */
  readonly catalog?: readonly CatalogEntry[] | undefined
  /** Uses what is in the cache and sends no request. Defaults to false. */
  readonly isOffline?: boolean | undefined
  /** Called before the first byte of the model; the pull ends with what it throws. */
  readonly confirm?: ((model: HubModel) => void) | undefined
  readonly onEvent?: ((event: PullEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Pause before the first repetition of a cut download, in milliseconds; doubled each time. Defaults to 500. */
  readonly pauseMs?: number | undefined
}

/** Space that a download leaves on the disk. */
const spareBytes = 64 * 2 ** 20

/**
 * Downloads a model into the shared cache, unless it is there, and records its commit and hashes. Those of a model of the
 * catalog must be the ones that the catalog has.
 *
 * @throws {HubError} or {RangeError} that says what to do.
 */
export async function pullModel(source: HubSource, options: PullOptions): Promise<ModelRecord> {
  const { records, access, catalog = modelCatalog, isOffline, confirm, onEvent, signal } = options
  const name = formatHubSource(source)
  const cache = new CachedRepository(hubCacheDirectory(), source.repository)
  const entry = catalog.find((candidate) => candidate.source === name)
  const found = isOffline ? await readCached(cache, source) : await readHubModel(access, source, signal)
  const model = { ...found, license: found.license ?? entry?.license }
  const files = chooseFiles(model.files, source)
  if (entry !== undefined) checkBytes(entry, files.map(toListed))
  const { commit, license } = model
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  onEvent?.({ event: 'model', source: name, commit, license, files: files.length, bytes })
  confirm?.(model)
  if (!isOffline) {
    await checkSpace(cache, files)
    for (const file of files) await pullFile(cache, file, { ...options, repository: source.repository, commit })
    await cache.setCommit(source.revision, commit)
  }
  const directory = cache.snapshotDirectory(commit)
  const paths = files.map(({ path }) => path)
  const hashed = []
  for (const { path, size, etag } of files) {
    // The etag of a large file is its hash, which the download checked. A file of the catalog is hashed even if it was in the cache.
    const isChecked = etag.length === 64 && !isOffline && entry === undefined
    const sha256 = isChecked ? etag : await hashFile(join(directory, path))
    hashed.push({ path, size, sha256 })
  }
  if (entry !== undefined) await checkDownloaded(entry, hashed, () => cache.removeFiles(commit, paths))
  const { repository, revision } = source
  const pulledAt = new Date().toISOString()
  const record = { source: name, repository, revision, commit, license, pulledAt, files: hashed }
  await records.save(record)
  onEvent?.({ event: 'done', source: name, commit, directory })
  return record
}

/** Returns a file as the hub lists it. The etag of a large one is its SHA-256. */
function toListed({ path, size, etag }: HubFile): PulledFile {
  return { path, size, sha256: etag.length === 64 ? etag : undefined }
}

/** Removes files that are not those of the catalog, so that the next pull downloads them. */
async function checkDownloaded(
  entry: CatalogEntry,
  files: readonly PulledFile[],
  remove: () => Promise<unknown>,
): Promise<void> {
  try {
    checkBytes(entry, files)
  } catch (error) {
    await remove()
    throw error
  }
}

async function pullFile(
  cache: CachedRepository,
  file: HubFile,
  {
    access,
    onEvent,
    signal,
    pauseMs,
    repository,
    commit,
  }: PullOptions & { readonly repository: string; readonly commit: string },
): Promise<void> {
  const { path, size, etag } = file
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  const blob: Blob = {
    urlPath: `/${repository}/resolve/${commit}/${encoded}`,
    name: path,
    size,
    etag,
    path: cache.blobPath(etag),
    lockPath: join(cache.lockDirectory, `${etag}.mira.lock`),
  }
  await downloadBlob(access, blob, {
    signal,
    pauseMs,
    onProgress: (done) => onEvent?.({ event: 'progress', file: path, done, total: size }),
    onWait: () => onEvent?.({ event: 'waiting', file: path }),
  })
  await cache.linkFile(commit, path, etag)
}

/** Reads what an earlier pull, or another tool, left in the cache. */
async function readCached(cache: CachedRepository, { repository, revision }: HubSource): Promise<HubModel> {
  const commit = await cache.findCommit(revision)
  if (commit === undefined) {
    throw new HubError(`${repository} is not in the cache, and HF_HUB_OFFLINE forbids to download it: unset it`)
  }
  const directory = cache.snapshotDirectory(commit)
  const files: HubFile[] = []
  for (const path of await cache.listFiles(commit)) {
    const size = (await stat(join(directory, path)).catch(() => undefined))?.size
    if (size !== undefined) files.push({ path, size, etag: '' })
  }
  return { commit, license: undefined, isGated: false, files }
}

async function checkSpace(cache: CachedRepository, files: readonly HubFile[]): Promise<void> {
  let missing = 0
  for (const { etag, size } of files) {
    const path = cache.blobPath(etag)
    const have = (await stat(path).catch(() => stat(`${path}.mira.part`).catch(() => undefined)))?.size ?? 0
    missing += Math.max(0, size - have)
  }
  const directory = hubCacheDirectory()
  await mkdir(directory, { recursive: true })
  const { bavail, bsize } = await statfs(directory)
  const free = bavail * bsize
  if (missing === 0 || missing + spareBytes <= free) return
  throw new HubError(
    `Not enough space in ${directory}: ${formatBytes(missing)} to download, ${formatBytes(free)} free. Free some, or set HF_HOME to another disk`,
  )
}

/** Returns the SHA-256 of a file in hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** Formats a number of bytes in the decimal units that download pages use. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), 4)
  return `${(bytes / 1_000 ** power).toFixed(1)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`
}
