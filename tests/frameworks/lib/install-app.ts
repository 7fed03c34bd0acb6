import { execFile } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { pack } from '@mira/tests-pack/lib/pack.ts'

const workspace = resolve(import.meta.dirname, '../../..')
const run = promisify(execFile)

/**
 * Copies an example and installs it with npm, as a user would, with the packed packages of this repository.
 *
 * @param folder - Empty folder.
 * @param example - Path of the example in `examples/`.
 * @returns Path of the copy.
 */
export async function installApp(folder: string, example: string): Promise<string> {
  const app = join(folder, 'app')
  const isOwn = (path: string) => !/node_modules|\.next|\.env\.local/.test(path.slice(workspace.length))
  cpSync(join(workspace, 'examples', example), app, { recursive: true, filter: isOwn })
  const file = join(app, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  // None of them may be taken from the registry.
  for (const packed of pack([...findPackages(manifest)], folder))
    manifest.dependencies[packed.manifest.name] = `file:${packed.tarball}`
  writeFileSync(file, JSON.stringify(manifest))
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...flags], { cwd: app })
  return app
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Returns the folders of the packages of this repository that a package needs, directly or not. */
function findPackages({ dependencies, peerDependencies }: Manifest, found = new Set<string>()): Set<string> {
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const folder = join(workspace, 'packages', name.replace(/^@mira\//, ''))
    if (!name.startsWith('@mira/') || found.has(folder)) continue
    found.add(folder)
    findPackages(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), found)
  }
  return found
}
