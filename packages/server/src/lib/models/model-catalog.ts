import type { ServerEngines } from '../engines/server-engines.ts'
import { HubError } from './hub-request.ts'
import rows from './model-catalog.json' with { type: 'json' }

/** File of a model: its path in the repository, its size in bytes, and its SHA-256 in hexadecimal. */
export interface CatalogFile {
  readonly path: string
  readonly size: number
  readonly sha256: string
}

/** Model whose bytes were run and measured, with a short name. */
export interface CatalogEntry {
  /** Name on the command line, such as `smollm2-135m`. */
  readonly name: string
  /** Name of the model and its quantization, as the guide's tables have it. */
  readonly title: string
  readonly capability: keyof ServerEngines
  /** Source with the commit in which the repository has these bytes. */
  readonly source: string
  /** All files that a pull of the source downloads. */
  readonly files: readonly CatalogFile[]
  /** SPDX license. */
  readonly license: string
  /** Optional package that runs the model. */
  readonly package: { readonly name: string; readonly range: string }
  /** ISO 639-1 codes. */
  readonly languages: readonly string[]
  /** Resident memory of the engine's process, in 10^6 bytes, as measured by the proof of real models. */
  readonly memoryMegabytes: number
  /** Results of the proof, by the name of the set. */
  readonly quality: Readonly<Record<string, string>>
}

/** Models of the catalog. The first one of a capability is its default. */
export const modelCatalog: readonly CatalogEntry[] = rows as readonly CatalogEntry[]

/** Returns the source of a name of the catalog, and any other text unchanged. */
export function expandName(text: string): string {
  return modelCatalog.find(({ name }) => name === text)?.source ?? text
}

/** Returns the name of a source in the catalog, or the source itself. */
export function shortenSource(text: string): string {
  return modelCatalog.find(({ source }) => source === text)?.name ?? text
}

/** File of a pull. Its SHA-256 is undefined until it is downloaded, unless the hub lists it. */
export interface PulledFile {
  readonly path: string
  readonly size: number
  readonly sha256: string | undefined
}

/**
 * Checks that files are those that an entry stands for. One without a hash is compared by its size.
 *
 * @throws {HubError} in one sentence with both sizes and hashes.
 */
export function checkBytes(entry: CatalogEntry, files: readonly PulledFile[]): void {
  const describe = (size: number, sha256: string | undefined) =>
    `${size} bytes${sha256 === undefined ? '' : ` with the SHA-256 ${sha256}`}`
  const isListed = ({ path }: PulledFile) => entry.files.some((file) => file.path === path)
  const problems = [
    ...entry.files.flatMap(({ path, size, sha256 }) => {
      const found = files.find((file) => file.path === path)
      if (found === undefined) return [`${path} is missing`]
      if (found.size === size && (found.sha256 ?? sha256) === sha256) return []
      return [`${path} should have ${describe(size, sha256)}, and has ${describe(found.size, found.sha256)}`]
    }),
    ...files.filter((file) => !isListed(file)).map(({ path }) => `${path} is not one of its files`),
  ]
  if (problems[0] === undefined) return
  // The status of a response: another attempt would bring the same bytes.
  throw new HubError(`These are not the bytes of the catalog's ${entry.name}: ${problems[0]}`, { status: 200 })
}
