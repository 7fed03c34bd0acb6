import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

const workspace = resolve(import.meta.dirname, '../../../../packages')

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
}

/**
 * Installs built packages into the `node_modules` of a folder as npm would: as copies, so that they only resolve what
 * is installed next to them. Third-party dependencies are linked.
 */
export async function installBuilt(folder: string, names: readonly string[]): Promise<void> {
  const installed = new Set<string>()
  for (const name of names) await install(name, join(folder, 'node_modules'), installed)
}

async function install(name: string, modules: string, installed: Set<string>): Promise<void> {
  if (installed.has(name)) return
  installed.add(name)
  const source = join(workspace, name.slice('@mira/'.length))
  const target = join(modules, name)
  await mkdir(target, { recursive: true })
  for (const entry of await readdir(source)) {
    if (['dist', 'package.json'].includes(entry))
      await cp(join(source, entry), join(target, entry), { recursive: true })
  }
  const { dependencies = {} }: Manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'))
  for (const dependency of Object.keys(dependencies)) {
    if (dependency.startsWith('@mira/')) await install(dependency, modules, installed)
    else await link(join(source, 'node_modules', dependency), join(target, 'node_modules', dependency))
  }
}

async function link(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  await symlink(source, target)
}
