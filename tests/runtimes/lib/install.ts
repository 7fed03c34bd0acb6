import { cpSync, mkdirSync, realpathSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pack } from '@mira/tests-pack/lib/pack.ts'

const workspace = resolve(import.meta.dirname, '../../..')
const clientPackages = ['core', 'chat', 'media', 'realtime', 'jobs', 'account', 'proxy', 'ui-core']
/** Packages for the programs of others, with what they and their checks import from the registry. */
const bindings: Readonly<Record<string, readonly string[]>> = {
  'ai-sdk': ['@ai-sdk/provider'],
  otel: ['@opentelemetry/api', '@opentelemetry/sdk-trace'],
  mcp: ['@modelcontextprotocol/server', '@modelcontextprotocol/client', 'zod'],
  cli: [],
}
const programs = resolve(import.meta.dirname, '../programs')

/**
 * Creates a project with the client packages and the bindings as published: packed, and unpacked into `node_modules`.
 *
 * @param folder - Empty folder.
 * @returns Path of the project, which includes the programs and the proxy examples.
 */
export function installProject(folder: string): string {
  const project = join(folder, 'project')
  const modules = join(project, 'node_modules')
  mkdirSync(join(modules, '@mira'), { recursive: true })
  const sources = [...clientPackages, ...Object.keys(bindings)].map((name) => join(workspace, 'packages', name))
  for (const packed of pack(sources, folder)) renameSync(packed.folder, join(modules, packed.manifest.name))
  // The only dependency of the client packages.
  cpSync(realpathSync(join(workspace, 'packages/realtime/node_modules/ws')), join(modules, 'ws'), { recursive: true })
  for (const [name, dependencies] of Object.entries(bindings)) {
    for (const dependency of dependencies) linkDependency(name, dependency, modules)
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  cpSync(programs, project, { recursive: true })
  cpSync(join(workspace, 'examples/proxy'), join(project, 'proxy'), { recursive: true, filter: isOwnFile })
  return project
}

/** Links what a package of the workspace has installed, whose own dependencies are beside it. */
function linkDependency(name: string, dependency: string, modules: string): void {
  const link = join(modules, dependency)
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(realpathSync(join(workspace, 'packages', name, 'node_modules', dependency)), link, 'dir')
}

const isOwnFile = (path: string): boolean => !path.includes('node_modules')
