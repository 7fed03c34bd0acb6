import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A path, or a choice of paths by condition. */
export type Target = string | null | { readonly [condition: string]: Target }

/** The fields of a package.json that are checked. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly license?: string
  readonly homepage?: string
  readonly repository?: { readonly url: string; readonly directory: string }
  readonly bugs?: { readonly url: string }
  readonly publishConfig?: Readonly<Record<string, unknown>>
  readonly exports?: Readonly<Record<string, Target>>
  readonly imports?: Readonly<Record<string, Target>>
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const workspace = resolve(import.meta.dirname, '../../../packages')

/** Reads the manifest of a folder. */
export const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** Returns the folders of the published packages. */
export function publishedFolders(): string[] {
  const folders = readdirSync(workspace).map((name) => join(workspace, name))
  // Next to the packages there is a `node_modules` of what they bundle.
  const packages = folders.filter((folder) => existsSync(join(folder, 'package.json')))
  return packages.filter((folder) => !readManifest(folder).private)
}
