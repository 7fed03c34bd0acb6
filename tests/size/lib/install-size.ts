import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

/** Size of an install. */
export interface InstallSize {
  readonly files: number
  readonly bytes: number
  /** Names of all installed packages, including the requested ones. */
  readonly packages: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Packed {
  readonly entryCount: number
  readonly unpackedSize: number
}

const workspace = resolve(import.meta.dirname, '../../../packages')

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** Returns the published packages for applications: those that do not depend on the server. */
export function clientPackages(): string[] {
  const manifests = readdirSync(workspace).map((name) => readManifest(join(workspace, name)))
  const isServerSide = ({ name, dependencies = {} }: Manifest) =>
    name === '@mira/server' || name.startsWith('@mira/engine') || '@mira/server' in dependencies
  return manifests.filter((manifest) => !manifest.private && !isServerSide(manifest)).map(({ name }) => name)
}

/** Measures the disk usage of an install with all dependencies; the workspace's packages count as their tarballs. */
export function measureInstall(packages: readonly string[]): InstallSize {
  const folders = new Map<string, string>()
  for (const name of packages) addWithDependencies(name, import.meta.dirname, folders)
  const own = [...folders.values()].filter((folder) => folder.startsWith(workspace))
  const sizes = [
    ...packedSizes(own),
    ...[...folders.values()].filter((folder) => !own.includes(folder)).map(sizeOnDisk),
  ]
  return {
    files: sizes.reduce((sum, { entryCount }) => sum + entryCount, 0),
    bytes: sizes.reduce((sum, { unpackedSize }) => sum + unpackedSize, 0),
    packages: [...folders.keys()],
  }
}

function addWithDependencies(name: string, from: string, folders: Map<string, string>): void {
  const folder = findPackage(name, from)
  if (folders.has(name)) return
  folders.set(name, folder)
  const { dependencies = {}, optionalDependencies = {} } = readManifest(folder)
  for (const dependency of Object.keys(dependencies)) addWithDependencies(dependency, folder, folders)
  // Of binaries for many platforms, only this platform's are installed, as for users.
  for (const dependency of Object.keys(optionalDependencies))
    if (isInstalled(dependency, folder)) addWithDependencies(dependency, folder, folders)
}

function isInstalled(name: string, from: string): boolean {
  return placesOf(name, from).length > 0
}

function findPackage(name: string, from: string): string {
  // Workspace packages are resolved directly, so that they need no entry in this folder.
  if (name.startsWith('@mira/')) return join(workspace, name.slice('@mira/'.length))
  const [place] = placesOf(name, from)
  if (place === undefined) throw new Error(`${name} is not installed for ${from}`)
  return realpathSync(place)
}

function placesOf(name: string, from: string): string[] {
  // With a subpath, because a package may have the name of a Node built-in.
  const places = createRequire(join(realpathSync(from), 'index.js')).resolve.paths(`${name}/package.json`) ?? []
  return places.map((place) => join(place, name)).filter((folder) => statSync(folder, { throwIfNoEntry: false }))
}

const packed = new Map<string, Packed>()

/** Returns the packed size of each folder according to npm, which packs a folder once: large ones take seconds. */
function packedSizes(folders: readonly string[]): Packed[] {
  const missing = folders.filter((folder) => !packed.has(folder))
  if (missing.length > 0) {
    const options: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
    const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', ...missing], options)
    const sizes: Packed[] = JSON.parse(output)
    for (const [index, folder] of missing.entries()) packed.set(folder, sizes[index]!)
  }
  return folders.map((folder) => packed.get(folder)!)
}

function sizeOnDisk(folder: string): Packed {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const own = files.filter(({ parentPath }) => !parentPath.slice(folder.length).includes('node_modules'))
  const unpackedSize = own.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
  return { entryCount: own.length, unpackedSize }
}
