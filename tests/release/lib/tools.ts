import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { must } from './run.ts'

const folder = resolve(import.meta.dirname, '../tools')
const modules = join(folder, 'node_modules')

/** Installs the registry, the package managers and the bundlers, by the hashes of their lockfile, unless they are there. */
export async function installTools(): Promise<void> {
  const lockfile = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const mark = join(modules, '.installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lockfile) return
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await must(['npm', 'ci', ...flags], { cwd: folder })
  writeFileSync(mark, lockfile)
}

/** Returns the path of a file in an installed tool. */
export const toolPath = (path: string): string => join(modules, path)

/** Returns the version of an installed tool. */
export const toolVersion = (name: string): string =>
  JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version
