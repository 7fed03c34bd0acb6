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
import { readRecognizerSources } from './recognizer-sources.ts'

/** Options for {@link findRecognizer}. */
export interface FindRecognizerOptions {
  /**
   * Folder for the compiled module.
   *
   * @defaultValue `node_modules/.cache/mira-engines` in this package
   */
  readonly cacheFolder?: string | undefined
  /** Called with short status lines during a build. */
  readonly onProgress?: ((line: string) => void) | undefined
}

/** File name of the module in the published package. */
const shippedName = 'recognizer.wasm'

/**
 * Returns the path of the compiled recognizer: shipped in `dist`, cached, or built now (about 20 s).
 *
 * @throws {EngineUnavailableError} when it has to be built and the compiler is not installed.
 */
export async function findRecognizer(options: FindRecognizerOptions = {}): Promise<string> {
  if (!import.meta.url.endsWith('.ts')) {
    const shipped = join(packageRoot(), 'dist', shippedName)
    if (existsSync(shipped)) return shipped
  }
  return buildIntoCache(options)
}

/**
 * Returns the path of the recognizer in the cache, and builds it if missing. The file name depends on the sources,
 * flags and compiler version.
 */
export async function buildIntoCache({ cacheFolder, onProgress }: FindRecognizerOptions = {}): Promise<string> {
  const folder = cacheFolder ?? join(packageRoot(), 'node_modules/.cache/mira-engines')
  const path = join(folder, `recognizer-${await cacheKey()}.wasm`)
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
  const { files, compiled } = readRecognizerSources()
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

/** Builds in a child process, whose exit frees the 1.1 GB used by the compiler. */
async function buildInProcess(onProgress: (line: string) => void): Promise<Uint8Array> {
  await using host = createWorkerHost<undefined, Uint8Array, string>({
    name: 'compiler of the speech recognizer',
    url: workerUrl(import.meta.url, './compile-worker.ts', './compile-worker.js'),
    deadlineMs: 600_000,
    maxMemoryBytes: 2 ** 31,
  })
  return await host.run(undefined, { onEvent: onProgress })
}

/** Writes a file atomically, so that readers see the whole file or none. */
async function writeAtomically(path: string, content: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}`
  try {
    await writeFile(temporary, content)
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}
