import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { publishedFolders } from '../pack/lib/package.ts'

interface Manifest {
  readonly name: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly gypfile?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** Finds a dependency as Node does; undefined for a binary of another platform. */
function findDependency(name: string, from: string): string | undefined {
  const candidate = join(from, 'node_modules', name)
  if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate)
  return dirname(from) === from ? undefined : findDependency(name, dirname(from))
}

/** Lists the folders of all packages that an install of the published ones brings. */
function installedFolders(): string[] {
  const folders = new Set(publishedFolders())
  // Iterating a set includes what is added on the way.
  for (const folder of folders) {
    const { dependencies = {}, optionalDependencies = {} } = readManifest(folder)
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = findDependency(name, folder)
      if (found !== undefined) folders.add(found)
      else expect(Object.keys(optionalDependencies), `${name} of ${folder}`).toContain(name)
    }
  }
  return [...folders]
}

/** What npm runs when a package is installed from a registry; `binding.gyp` alone makes it run node-gyp. */
function installScripts(folder: string): string[] {
  const { name, scripts = {}, gypfile } = readManifest(folder)
  const found = ['preinstall', 'install', 'postinstall'].filter((script) => script in scripts)
  const isCompiled = gypfile !== false && found.length === 0 && existsSync(join(folder, 'binding.gyp'))
  return [...found, ...(isCompiled ? ['node-gyp'] : [])].map((script) => `${name}: ${script}`)
}

it('no package that an install brings runs a script', () => {
  const folders = installedFolders()
  expect(folders.length).toBeGreaterThan(publishedFolders().length + 20)
  expect(folders.flatMap(installScripts)).toEqual([])
})
