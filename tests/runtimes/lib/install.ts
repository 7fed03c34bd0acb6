import { cpSync, mkdirSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pack } from '@mira/tests-pack/lib/pack.ts'

const workspace = resolve(import.meta.dirname, '../../..')
const clientPackages = ['core', 'chat', 'media', 'realtime', 'jobs', 'account', 'proxy']
const programs = resolve(import.meta.dirname, '../programs')

/**
 * Makes a project that has the client packages as their users get them: packed, and unpacked into `node_modules`.
 *
 * @param folder Empty folder.
 * @returns The project, with the programs and the examples of the proxy in it.
 */
export function installProject(folder: string): string {
  const project = join(folder, 'project')
  const modules = join(project, 'node_modules')
  mkdirSync(join(modules, '@mira'), { recursive: true })
  for (const name of clientPackages) {
    const packed = pack(join(workspace, 'packages', name), folder)
    renameSync(packed.folder, join(modules, '@mira', name))
  }
  // Their only dependency.
  cpSync(realpathSync(join(workspace, 'packages/realtime/node_modules/ws')), join(modules, 'ws'), { recursive: true })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  cpSync(programs, project, { recursive: true })
  cpSync(join(workspace, 'examples/proxy'), join(project, 'proxy'), { recursive: true, filter: isOwnFile })
  return project
}

const isOwnFile = (path: string): boolean => !path.includes('node_modules')
