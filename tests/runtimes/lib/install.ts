import { cpSync, mkdirSync, realpathSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Packed, pack } from '@mira/tests-pack/lib/pack.ts'

const workspace = resolve(import.meta.dirname, '../../..')
const clientPackages = ['core', 'chat', 'media', 'realtime', 'jobs', 'account', 'proxy', 'ui-core']
const bindings = ['ai-sdk', 'otel', 'mcp', 'cli', 'react', 'vue', 'svelte']
/** What the checks themselves import from the registry, by the package that has it installed. */
const importsOfChecks: Readonly<Record<string, readonly string[]>> = {
  otel: ['@opentelemetry/sdk-trace'],
  mcp: ['@modelcontextprotocol/client'],
}
const programs = resolve(import.meta.dirname, '../programs')

/**
 * Creates a project with the client packages and the bindings as published: packed, and unpacked such that each package
 * finds what it declares, and nothing else, as if it were installed alone.
 *
 * @param folder - Empty folder.
 * @returns Path of the project, which includes the programs and the proxy examples.
 */
export function installProject(folder: string): string {
  const project = join(folder, 'project')
  // Beside the project, whose packages would be found otherwise.
  const store = join(folder, 'store')
  const names = [...clientPackages, ...bindings]
  for (const packed of pack(
    names.map((name) => join(workspace, 'packages', name)),
    folder,
  )) {
    installAlone(packed, store)
    link(pathInStore(store, packed.manifest.name), join(project, 'node_modules', packed.manifest.name))
  }
  for (const [name, dependencies] of Object.entries(importsOfChecks)) {
    for (const dependency of dependencies)
      link(pathInWorkspace(name, dependency), join(project, 'node_modules', dependency))
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  cpSync(programs, project, { recursive: true })
  cpSync(join(workspace, 'examples/proxy'), join(project, 'proxy'), { recursive: true, filter: isOwnFile })
  return project
}

/** Moves a package into the store, with links to what it declares: packages of the store, and those of the registry. */
function installAlone({ folder, manifest }: Packed, store: string): void {
  const { name, dependencies = {}, peerDependencies = {} } = manifest
  const modules = modulesOf(store, name)
  mkdirSync(join(modules, '@mira'), { recursive: true })
  renameSync(folder, join(modules, name))
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    const isOwn = dependency.startsWith('@mira/')
    link(isOwn ? pathInStore(store, dependency) : pathInWorkspace(name, dependency), join(modules, dependency))
  }
}

const modulesOf = (store: string, name: string): string => join(store, name.replace('@mira/', ''), 'node_modules')

const pathInStore = (store: string, name: string): string => join(modulesOf(store, name), name)

/** Path of what a package of the workspace has installed, whose own dependencies are beside it. */
function pathInWorkspace(name: string, dependency: string): string {
  return realpathSync(join(workspace, 'packages', name.replace('@mira/', ''), 'node_modules', dependency))
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'dir')
}

const isOwnFile = (path: string): boolean => !path.includes('node_modules')
