import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import packlist from 'npm-packlist'
import { publishedFolders } from '../../pack/lib/package.ts'

/** Size of an install. */
export interface InstallSize {
  readonly files: number
  readonly bytes: number
  /** Names of all installed packages, including the requested ones. */
  readonly packages: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Size {
  readonly files: number
  readonly bytes: number
}

const workspace = resolve(import.meta.dirname, '../../../packages')

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** Packages on top of several clients, most for programs that have installed a host already, such as React. */
const bindings: readonly string[] = [
  '@mira/ai-sdk',
  '@mira/cli',
  '@mira/mcp',
  '@mira/otel',
  '@mira/react',
  '@mira/svelte',
  '@mira/ui-core',
  '@mira/vue',
]

/** Returns the published packages for applications: those that depend neither on the server nor on a host. */
export function clientPackages(): string[] {
  const manifests = publishedFolders().map((folder) => readManifest(folder))
  const isExcluded = ({ name, dependencies = {} }: Manifest) =>
    name === '@mira/server' ||
    bindings.includes(name) ||
    name === '@mira/playground' ||
    name.startsWith('@mira/engine') ||
    '@mira/server' in dependencies
  return manifests.filter((manifest) => !isExcluded(manifest)).map(({ name }) => name)
}

/** Measures the disk usage of an install with all dependencies; the workspace's packages count as their tarballs. */
export async function measureInstall(packages: readonly string[]): Promise<InstallSize> {
  const folders = new Map<string, string>()
  for (const name of packages) addWithDependencies(name, import.meta.dirname, folders)
  const sizes = await Promise.all(
    [...folders.values()].map((folder) => (folder.startsWith(workspace) ? packedSize(folder) : sizeOnDisk(folder))),
  )
  return {
    files: sizes.reduce((sum, { files }) => sum + files, 0),
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
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

/** Returns the size of the files that npm would pack. */
async function packedSize(folder: string): Promise<Size> {
  const tree = { path: folder, package: readManifest(folder), isProjectRoot: true, edgesOut: new Map() }
  const paths = await packlist(tree)
  return { files: paths.length, bytes: totalBytes(paths.map((path) => join(folder, path))) }
}

function sizeOnDisk(folder: string): Size {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const own = files.filter(({ parentPath }) => !parentPath.slice(folder.length).includes('node_modules'))
  return { files: own.length, bytes: totalBytes(own.map(({ parentPath, name }) => join(parentPath, name))) }
}

const totalBytes = (paths: readonly string[]): number => paths.reduce((sum, path) => sum + statSync(path).size, 0)
