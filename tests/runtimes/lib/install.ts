import { cpSync, mkdirSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pack } from '@mira/tests-pack/lib/pack.ts'

const workspace = resolve(import.meta.dirname, '../../..')
const clientPackages = ['core', 'chat', 'media', 'realtime', 'jobs', 'account', 'proxy', 'ui-core']
const programs = resolve(import.meta.dirname, '../programs')

/**
 * Creates a project with the client packages as published: packed, and unpacked into `node_modules`.
 *
 * @param folder - Empty folder.
 * @returns Path of the project, which includes the programs and the proxy examples.
 */
export function installProject(folder: string): string {
  const project = join(folder, 'project')
  const modules = join(project, 'node_modules')
  mkdirSync(join(modules, '@mira'), { recursive: true })
  const sources = clientPackages.map((name) => join(workspace, 'packages', name))
  for (const packed of pack(sources, folder)) renameSync(packed.folder, join(modules, packed.manifest.name))
  // The only dependency of the packages.
  cpSync(realpathSync(join(workspace, 'packages/realtime/node_modules/ws')), join(modules, 'ws'), { recursive: true })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  cpSync(programs, project, { recursive: true })
  cpSync(join(workspace, 'examples/proxy'), join(project, 'proxy'), { recursive: true, filter: isOwnFile })
  return project
}

const isOwnFile = (path: string): boolean => !path.includes('node_modules')
