import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'

/** File of a dev dependency that is copied into the built package. */
export interface DataFile {
  readonly package: string
  /** Path within the package. */
  readonly path: string
  /** Whether the copy is gzipped, which shrinks text to between a third and an eighth. Defaults to false. */
  readonly isGzipped?: boolean | undefined
}

/**
 * Data files by their names in the built package. They are read from the folder of the built code, or from their source
 * packages when the code runs from TypeScript sources.
 */
export class DataFiles<Name extends string> {
  readonly #moduleUrl: string
  readonly #files: Readonly<Record<Name, DataFile>>

  /**
   * @param moduleUrl - `import.meta.url` of the module that owns the files. Its package must depend on their packages.
   * @param files - Source of each file, by its name in `dist`. Names may contain folders.
   */
  constructor(moduleUrl: string, files: Readonly<Record<Name, DataFile>>) {
    this.#moduleUrl = moduleUrl
    this.#files = files
  }

  /** Returns whether `name` is one of the files. */
  has(name: string): name is Name {
    return Object.hasOwn(this.#files, name)
  }

  /** Returns the path of a file, for code that opens it itself. Use {@link read} for gzipped files. */
  path(name: Name): string {
    const file = this.#files[name]
    return isSource(this.#moduleUrl) ? join(this.#packageFolder(file.package), file.path) : this.#shippedPath(name)
  }

  /** Reads a file and decompresses it if it is gzipped. */
  read(name: Name): Buffer {
    const content = readFileSync(this.path(name))
    return this.#files[name].isGzipped && !isSource(this.#moduleUrl) ? gunzipSync(content) : content
  }

  /** Copies the files next to the built code. Build step, run from `dist`. */
  ship(): void {
    for (const [name, file] of Object.entries<DataFile>(this.#files)) {
      const content = readFileSync(join(this.#packageFolder(file.package), file.path))
      const path = this.#shippedPath(name as Name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, file.isGzipped ? gzipSync(content, { level: 9 }) : content)
    }
  }

  /** Built code is flat in `dist`, so the data is in the module's own folder. */
  #shippedPath(name: Name): string {
    return join(dirname(fileURLToPath(this.#moduleUrl)), `${name}${this.#files[name].isGzipped ? '.gz' : ''}`)
  }

  #packageFolder(name: string): string {
    return packageFolder(this.#moduleUrl, name)
  }
}

/** Returns whether a module runs from its TypeScript source rather than from `dist`. */
export function isSource(moduleUrl: string): boolean {
  return moduleUrl.endsWith('.ts')
}

/**
 * Finds the folder of an installed package, regardless of its `exports`.
 *
 * @param moduleUrl - `import.meta.url` of the module from which the package is resolved.
 * @throws {Error} when the package is not installed.
 */
export function packageFolder(moduleUrl: string, name: string): string {
  const paths = createRequire(moduleUrl).resolve.paths(name) ?? []
  const folder = paths.map((path) => join(path, name)).find((path) => existsSync(path))
  if (folder === undefined) throw new Error(`Cannot find the package ${name} from ${moduleUrl}. Is it installed?`)
  return folder
}
