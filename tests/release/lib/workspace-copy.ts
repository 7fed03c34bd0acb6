import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { publishedFolders } from '../../pack/lib/package.ts'
import { must } from './run.ts'

const root = resolve(import.meta.dirname, '../../..')
const identity = ['-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@example.com']

/** A copy of the repository in which a release can be made without a trace. */
export interface WorkspaceCopy {
  readonly folder: string
  /** Runs a script of the repository, `release/pack.mjs` for example. @returns Its standard output. */
  script(path: string, ...args: readonly string[]): Promise<string>
  /** Commits everything. */
  commit(message: string): Promise<void>
  git(...args: readonly string[]): Promise<string>
  /** Whether there are changesets. */
  hasChanges(): boolean
  /** Adds a changeset. */
  change(bumps: Readonly<Record<string, 'major' | 'minor' | 'patch'>>, summary: string): void
  /** Adds text to a built file of a package, in place of a change of its sources and a build. */
  extend(name: string, file: string, text: string): void
  readManifest(name: string): Manifest
  /** Reads the manifests of all published packages. */
  readManifests(): Manifest[]
  readChangelog(name: string): string
}

/** The fields of a manifest that a release changes. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Copies what is committed, and what is built and installed. */
export async function copyWorkspace(folder: string): Promise<WorkspaceCopy> {
  await must(['git', 'clone', '--quiet', '--depth', '1', `file://${root}`, folder], { cwd: dirname(folder) })
  // Full history of one commit: changesets never stops deepening a shallow clone of a shallow origin.
  rmSync(join(folder, '.git'), { recursive: true })
  for (const source of publishedFolders()) {
    const dist = join(source, 'dist')
    if (!existsSync(dist)) throw new Error(`${source} is not built. Run: npx pnpm@12.21.0 packages:build`)
    cpSync(dist, join(folder, relative(root, dist)), { recursive: true })
  }
  for (const path of ['node_modules/@changesets', 'tests/pack/node_modules']) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(join(root, path), join(folder, path), 'dir')
  }
  const git = (...args: readonly string[]) => must(['git', ...identity, ...args], { cwd: folder })
  const place = (name: string) => join(folder, 'packages', name.replace('@mira/', ''))
  await git('init', '--quiet')
  writeFileSync(join(folder, '.git/info/exclude'), 'node_modules\n')
  const commit = async (message: string) => {
    await git('add', '--all')
    await git('commit', '--quiet', '--allow-empty', '--message', message)
  }
  await commit('Start')
  let changes = 0
  const names = publishedFolders().map((source) => `@mira/${basename(source)}`)
  const readManifest = (name: string): Manifest => JSON.parse(readFileSync(join(place(name), 'package.json'), 'utf8'))
  return {
    folder,
    git,
    commit,
    script: (path, ...args) =>
      must([process.execPath, join(folder, 'scripts', path), ...args], { cwd: folder, env: scriptEnvironment(folder) }),
    hasChanges: () => globSync('.changeset/*.md', { cwd: folder }).length > 0,
    change(bumps, summary) {
      changes += 1
      const lines = Object.entries(bumps).map(([name, bump]) => `"${name}": ${bump}`)
      writeFileSync(join(folder, `.changeset/rehearsed-${changes}.md`), `---\n${lines.join('\n')}\n---\n\n${summary}\n`)
    },
    extend(name, file, text) {
      writeFileSync(join(place(name), file), text, { flag: 'a' })
    },
    readManifest,
    readManifests: () => names.map(readManifest),
    readChangelog: (name) => readFileSync(join(place(name), 'CHANGELOG.md'), 'utf8'),
  }
}

/** Tags are made by the person or the workflow that releases; here by the rehearsal. */
const scriptEnvironment = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NPM_CONFIG_USERCONFIG: join(dirname(folder), 'npmrc'),
  GIT_AUTHOR_NAME: 'Rehearsal',
  GIT_AUTHOR_EMAIL: 'rehearsal@example.com',
  GIT_COMMITTER_NAME: 'Rehearsal',
  GIT_COMMITTER_EMAIL: 'rehearsal@example.com',
})
