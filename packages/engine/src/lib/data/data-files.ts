import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'

/** A file of a development dependency of which the built package carries a copy. */
export interface DataFile {
  readonly package: string
  /** Path inside the package. */
  readonly path: string
  /** Whether the copy is gzipped: text shrinks to between a third and an eighth (default false). */
  readonly isGzipped?: boolean | undefined
}

/**
 * Data files by the name under which the built package carries them: read from beside the built code, or from the
 * packages they come from when the code runs from sources.
 */
export class DataFiles<Name extends string> {
  readonly #moduleUrl: string
  readonly #files: Readonly<Record<Name, DataFile>>

  /**
   * @param moduleUrl `import.meta.url` of the module that owns the files: its package depends on theirs.
   * @param files Source of each file, by its name in `dist`; a name may contain folders.
   */
  constructor(moduleUrl: string, files: Readonly<Record<Name, DataFile>>) {
    this.#moduleUrl = moduleUrl
    this.#files = files
  }

  /** Whether a name is one of the files. */
  has(name: string): name is Name {
    return Object.hasOwn(this.#files, name)
  }

  /** Path of a file, for code that opens it itself; of a gzipped one use {@link read}. */
  path(name: Name): string {
    const file = this.#files[name]
    return isSource(this.#moduleUrl) ? join(this.#packageFolder(file.package), file.path) : this.#shippedPath(name)
  }

  /** Content of a file, decompressed. */
  read(name: Name): Buffer {
    const content = readFileSync(this.path(name))
    return this.#files[name].isGzipped && !isSource(this.#moduleUrl) ? gunzipSync(content) : content
  }

  /** Copies the files beside the built code: a step of the build, run from `dist`. */
  ship(): void {
    for (const [name, file] of Object.entries<DataFile>(this.#files)) {
      const content = readFileSync(join(this.#packageFolder(file.package), file.path))
      const path = this.#shippedPath(name as Name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, file.isGzipped ? gzipSync(content, { level: 9 }) : content)
    }
  }

  /** Built code is flat in `dist`, so the module's folder is the one with the data. */
  #shippedPath(name: Name): string {
    return join(dirname(fileURLToPath(this.#moduleUrl)), `${name}${this.#files[name].isGzipped ? '.gz' : ''}`)
  }

  #packageFolder(name: string): string {
    return packageFolder(this.#moduleUrl, name)
  }
}

/** Whether a module runs from its TypeScript source and not from `dist`. */
export function isSource(moduleUrl: string): boolean {
  return moduleUrl.endsWith('.ts')
}

/**
 * Folder of an installed package, whatever its `exports` allow.
 *
 * @param moduleUrl `import.meta.url` of the module from which the package is looked up.
 * @throws {Error} when the package is not installed.
 */
export function packageFolder(moduleUrl: string, name: string): string {
  const paths = createRequire(moduleUrl).resolve.paths(name) ?? []
  const folder = paths.map((path) => join(path, name)).find((path) => existsSync(path))
  if (folder === undefined) throw new Error(`Cannot find the package ${name} from ${moduleUrl}. Is it installed?`)
  return folder
}
