import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { EngineUnavailableError } from '@mira/engine'
import { createWorkerHost, workerUrl } from '@mira/engine/worker'
import { withFileLock } from './file-lock.ts'
import { compilerFlags, linkerFlags } from './flags.ts'
import { packageRoot } from './package-files.ts'
import { readRecogniserSources } from './recogniser-sources.ts'

/** Options for {@link findRecogniser}. */
export interface FindRecogniserOptions {
  /** Folder for the compiled module (default `node_modules/.cache/mira-engines` of this package). */
  readonly cacheFolder?: string | undefined
  /** Told in short lines what a build is doing. */
  readonly onProgress?: ((line: string) => void) | undefined
}

/** The module as the published package carries it, beside its code. */
const shippedName = 'recogniser.wasm'

/**
 * Path of the compiled recogniser: the one shipped in `dist`, else one from the cache, else built now (about 20 s).
 *
 * @throws {EngineUnavailableError} when it has to be built and the compiler is not installed.
 */
export async function findRecogniser(options: FindRecogniserOptions = {}): Promise<string> {
  if (!import.meta.url.endsWith('.ts')) {
    const shipped = join(packageRoot(), 'dist', shippedName)
    if (existsSync(shipped)) return shipped
  }
  return buildIntoCache(options)
}

/** The same from the cache alone; a changed source, flag or compiler makes another file. */
export async function buildIntoCache({ cacheFolder, onProgress }: FindRecogniserOptions = {}): Promise<string> {
  const folder = cacheFolder ?? join(packageRoot(), 'node_modules/.cache/mira-engines')
  const path = join(folder, `recogniser-${await cacheKey()}.wasm`)
  if (existsSync(path)) return path
  await mkdir(folder, { recursive: true })
  await withFileLock(`${path}.lock`, async () => {
    if (existsSync(path)) return
    const module = await buildInProcess(onProgress ?? (() => {}))
    await writeAtomically(path, module)
  })
  return path
}

async function cacheKey(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([await compilerVersion(), compilerFlags, linkerFlags]))
  const { files, compiled } = readRecogniserSources()
  hash.update(JSON.stringify(compiled))
  for (const [name, content] of files) hash.update(name).update(content)
  return hash.digest('hex').slice(0, 16)
}

async function compilerVersion(): Promise<string> {
  try {
    const entry = createRequire(import.meta.url).resolve('@yowasp/clang')
    const manifest: unknown = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8'))
    return String((manifest as { version?: unknown }).version)
  } catch (cause) {
    const message = 'Speech recognition is not built: install @yowasp/clang once, or use a package that ships it'
    throw new EngineUnavailableError(message, { code: 'not_installed', status: 503, cause })
  }
}

/** The compiler takes about 1.1 GB, all of which ends with its process. */
async function buildInProcess(onProgress: (line: string) => void): Promise<Uint8Array> {
  await using host = createWorkerHost<undefined, Uint8Array, string>({
    name: 'compiler of the speech recognizer',
    url: workerUrl(import.meta.url, './compile-worker.ts', './compile-worker.js'),
    deadlineMs: 600_000,
    maxMemoryBytes: 2 ** 31,
  })
  return await host.run(undefined, { onEvent: onProgress })
}

/** A reader finds the whole file or none. */
async function writeAtomically(path: string, content: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}`
  try {
    await writeFile(temporary, content)
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}
