import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'

const root = join(import.meta.dirname, '../..')
/** Packages that a new machine may install before it sees the demo. */
const maxPackages = 350

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  /** Peers that are optional. */
  readonly peerDependenciesMeta?: Readonly<Record<string, object>>
}

interface Lockfile {
  readonly importers: Readonly<Record<string, Dependencies<{ readonly version: string }>>>
  readonly packages: Readonly<
    Record<string, { readonly os?: string[]; readonly cpu?: string[]; readonly libc?: string[] }>
  >
  readonly snapshots: Readonly<Record<string, Dependencies<string>>>
}

interface Dependencies<Version> {
  readonly dependencies?: Readonly<Record<string, Version>>
  readonly optionalDependencies?: Readonly<Record<string, Version>>
}

const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest

const lockfile = parseAllDocuments(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'))
  .map((document) => document.toJS() as Lockfile)
  .find(({ importers }) => importers?.['apps/demo'] !== undefined)!

/** Finds what `pnpm install --prod` installs for projects on Linux x64: their projects, and the packages of those. */
function findInstalled(projects: readonly string[]) {
  const found = { projects: new Set<string>(), packages: new Set<string>() }
  const addPackage = (name: string, version: string): void => {
    const key = [`${name}@${version}`, version].find((candidate) => candidate in lockfile.snapshots)
    if (key === undefined || found.packages.has(key) || !runsHere(key)) return
    found.packages.add(key)
    for (const [dependency, itsVersion] of entries(lockfile.snapshots[key]!)) addPackage(dependency, itsVersion)
  }
  const addProject = (folder: string): void => {
    if (found.projects.has(folder)) return
    found.projects.add(folder)
    for (const [name, { version }] of entries(lockfile.importers[folder]!)) {
      if (version.startsWith('link:')) addProject(join(folder, version.slice('link:'.length)))
      else addPackage(name, version)
    }
  }
  projects.forEach(addProject)
  return found
}

function entries<Version>({ dependencies = {}, optionalDependencies = {} }: Dependencies<Version>) {
  return [...Object.entries(dependencies), ...Object.entries(optionalDependencies)]
}

function runsHere(key: string): boolean {
  const { os, cpu, libc } = lockfile.packages[key.replace(/\(.*$/, '')] ?? {}
  const has = (values: readonly string[] | undefined, value: string) => values === undefined || values.includes(value)
  return has(os, 'linux') && has(cpu, 'x64') && has(libc, 'glibc')
}

/** Packages that the sources of a project import, or copy files from, outside of tests and scripts. */
function findImports(folder: string): Set<string> {
  const files = readdirSync(join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !/\.test|test-support/.test(file))
  const text = sources.map((file) => readFileSync(join(root, folder, 'src', file), 'utf8')).join('\n')
  const specifiers = text.matchAll(/(?:from|import\(|package:|resolve\(|packageFolder\([^,]+,) ?'([^'.#][^']*)'/g)
  const names = Array.from(specifiers, ([, specifier]) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier!)![0])
  return new Set(names.filter((name) => !name.startsWith('node:')))
}

const installed = findInstalled(['apps/demo', 'packages'])

it(`installs at most ${maxPackages} packages for the demo`, () => {
  expect(installed.packages.size).toBeGreaterThan(200)
  expect(installed.packages.size).toBeLessThanOrEqual(maxPackages)
})

it('installs what the packages of the demo bundle, in the versions that they are built with', () => {
  const { dependencies: bundled = {} } = readManifest('packages')
  for (const folder of installed.projects) {
    if (!folder.startsWith('packages/')) continue
    const { devDependencies = {}, peerDependenciesMeta = {} } = readManifest(folder)
    for (const name of findImports(folder)) {
      if (name in devDependencies && !(name in peerDependenciesMeta))
        expect([folder, name, bundled[name]]).toEqual([folder, name, devDependencies[name]])
    }
  }
})

it('builds the page with the tools of its project', () => {
  const { devDependencies = {} } = readManifest('apps/demo/web')
  const { dependencies = {} } = readManifest('apps/demo')
  for (const name of ['vite', '@vitejs/plugin-react']) expect(dependencies[name]).toBe(devDependencies[name])
})

/** Progress of `scripts/install.mjs`, which also runs on versions of Node that cannot run TypeScript. */
interface Progress {
  read(line: string): void
  end(status: number): void
}

const { InstallProgress } = (await import(join(root, 'scripts/install.mjs'))) as {
  readonly InstallProgress: new (output: { readonly isTTY?: boolean; write(text: string): unknown }) => Progress
}

/** Returns what is written for events of pnpm. */
function show(events: readonly (object | string)[], output: { isTTY?: boolean } = {}): string {
  let text = ''
  const progress = new InstallProgress({ ...output, write: (part: string) => (text += part) })
  for (const event of events) progress.read(typeof event === 'string' ? event : JSON.stringify(event))
  progress.end(0)
  return text
}

const resolved = { name: 'pnpm:progress', status: 'resolved' }
const imported = { name: 'pnpm:progress', status: 'imported' }
const started = { name: 'pnpm:fetching-progress', status: 'started', size: 2_000_000 }
const install = [resolved, resolved, resolved, resolved, started, imported, imported, imported, started, imported]
const stats = { name: 'pnpm:stats', added: 4 }

it('prints a line per quarter of an installation, and the totals', () => {
  expect(show([...install, stats])).toMatch(
    /^Installing: 25 % \(1 of 4 packages, 2 MB\)\nInstalling: 50 % .*\nInstalling: 75 % .*\nInstalling: 100 % \(4 of 4 packages, 4 MB\)\nInstalled 4 packages \(4 MB downloaded\) in 0 s\n$/,
  )
})

it('draws one line on a terminal, and removes it', () => {
  const shown = show([...install, stats], { isTTY: true })
  expect(shown).toContain(`\r\u001b[KInstalling ${'█'.repeat(12)}${'░'.repeat(12)} 2 of 4 packages, 2 MB`)
  expect(shown.split('\r\u001b[K').at(-1)).toMatch(/^Installed 4 packages .*\n$/)
})

it('prints nothing about packages that are there, and neither warnings', () => {
  const warning = { level: 'warn', name: 'pnpm', message: 'Unsupported engine' }
  expect(show([resolved, warning, { name: 'pnpm:stats', added: 0 }])).toBe('')
})

it('prints errors, and lines that are no events', () => {
  expect(show([{ level: 'error', name: 'pnpm', message: 'The lockfile is outdated' }, 'npm is missing'])).toBe(
    'The lockfile is outdated\nnpm is missing\n',
  )
})
