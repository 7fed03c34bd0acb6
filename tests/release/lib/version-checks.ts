import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Surroundings } from './install-checks.ts'
import { install, managers } from './managers.ts'
import { must } from './run.ts'

/** Versions of packages by name. */
export type Versions = Readonly<Record<string, string>>

/** All versions after each release, by its title, in the order of the releases. */
export type History = ReadonlyMap<string, Versions>

const npm = managers[0]!

/** Installs exact versions with npm. @returns The project, and the versions of the core in it. */
async function installVersions(
  surroundings: Surroundings,
  versions: Versions,
): Promise<{ project: string; cores: string[] }> {
  const project = mkdtempSync(join(surroundings.folder, 'versions-'))
  const names = Object.entries(versions).map(([name, version]) => `${name}@${version}`)
  await install(npm, project, names, surroundings)
  const cores = globSync('**/node_modules/@mira/core/package.json', { cwd: project })
  return { project, cores: cores.map((file) => JSON.parse(readFileSync(join(project, file), 'utf8')).version).sort() }
}

/** Picks the versions of some packages. */
const pick = (versions: Versions | undefined, ...names: readonly string[]): Versions =>
  Object.fromEntries(names.map((name) => [`@mira/${name}`, versions?.[`@mira/${name}`] ?? '']))

/** Describes a difference, if there is one. */
export const compare = (what: string, found: string, expected: string): string[] =>
  found === expected ? [] : [`${what}: ${found}, not ${expected}`]

const program = `
import { createClient, isMiraError } from '@mira/core'
import { generateMusic } from '@mira/jobs'
const client = createClient()
const song = await generateMusic(client, { prompt: 'Calm piano', instrumental: true, duration_seconds: 3 })
console.log((await song.wait()).status)
const refused = createClient({ apiKey: 'sk-mira-wrong' })
console.log(await generateMusic(refused, { prompt: 'x' }).catch((error) => isMiraError(error) && error.status))
`

async function runProgram(project: string, { server }: Surroundings): Promise<string> {
  writeFileSync(join(project, 'program.js'), program)
  const output = await must([process.execPath, 'program.js'], { cwd: project, env: { ...process.env, ...server } })
  return output.trim().replaceAll('\n', ', ')
}

/** New versions of leaves with the first core, which an application pins. */
export async function checkOlder(surroundings: Surroundings, history: History): Promise<string[]> {
  const first = pick(history.get('first'), 'core', 'chat')
  const leaves = pick(history.get('a feature of another leaf'), 'jobs', 'traffic')
  const { project, cores } = await installVersions(surroundings, { ...first, ...leaves })
  return [
    ...compare('cores', cores.join(), `${first['@mira/core']}`),
    ...compare('program', await runProgram(project, surroundings), 'succeeded, 401'),
  ]
}

/** Older versions of leaves, whose range accepts the newest core. */
export async function checkNewCore(surroundings: Surroundings, history: History): Promise<string[]> {
  const older = pick(history.get('a feature of another leaf'), 'chat', 'jobs')
  const { project, cores } = await installVersions(surroundings, older)
  return [
    ...compare('cores', cores.join(), `${newest(history)['@mira/core']}`),
    ...compare('program', await runProgram(project, surroundings), 'succeeded, 401'),
  ]
}

const newest = (history: History): Versions => [...history.values()].at(-1) ?? {}

/** An application that pins the first core, beside a package that needs a newer one. */
export async function checkTwoCores(surroundings: Surroundings, history: History): Promise<string[]> {
  const { '@mira/core': older } = pick(history.get('first'), 'core')
  const jobs = pick(newest(history), 'jobs')
  const { '@mira/core': newer } = pick(newest(history), 'core')
  const two = await installVersions(surroundings, { ...jobs, '@mira/core': `${older}` })
  const one = await installVersions(surroundings, { ...jobs, '@mira/core': `${newer}` })
  const outputs = [await runProgram(two.project, surroundings), await runProgram(one.project, surroundings)]
  const [withTwo, withOne] = [await bundleSize(two.project), await bundleSize(one.project)]
  const [minified, compressed] = withTwo.map((bytes, index) => bytes - (withOne[index] ?? 0))
  // Copies of nearly the same code compress well: of versions further apart, the second costs more.
  console.log(`a second core costs ${minified} B minified, ${compressed} B compressed with the first`)
  return [
    ...compare('cores', two.cores.join(), `${older},${newer}`),
    ...compare('cores', one.cores.join(), `${newer}`),
    ...outputs.flatMap((output) => compare('program', output, 'succeeded, 401')),
  ]
}

/** Returns the bytes of the program for browsers: minified, and compressed by gzip. */
async function bundleSize(project: string): Promise<readonly [minified: number, compressed: number]> {
  const { outputFiles } = await build({
    entryPoints: [join(project, 'program.js')],
    absWorkingDir: project,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
  })
  const { contents = new Uint8Array() } = outputFiles[0] ?? {}
  return [contents.length, gzipSync(contents, { level: 9 }).length]
}

/** The client packages, without those whose peers are frameworks. */
const clients = ['account', 'batch', 'chat', 'jobs', 'media', 'meter', 'proxy', 'realtime', 'traffic', 'ui-core']

/** Imports every entry of the newest client packages beside the oldest core that each accepts. */
export async function checkOldestCore(surroundings: Surroundings, history: History): Promise<string[]> {
  const cores = [...history.values()].map((versions) => `${versions['@mira/core']}`)
  const problems: string[] = []
  for (const name of clients.map((client) => `@mira/${client}`)) {
    const version = `${newest(history)[name]}`
    const { dependencies, exports } = await readPublished(name, version, surroundings)
    // The lower bound may be a version that was released before this rehearsal.
    const oldest = `${cores.find((core) => isAtLeast(core, lowerBound(dependencies['@mira/core'])))}`
    const { project } = await installVersions(surroundings, { '@mira/core': oldest, [name]: version })
    const entries = Object.keys(exports).filter((entry) => !/\.(?:js|json)$/.test(entry))
    const imports = entries.map((entry) => `await import('${name}${entry.slice(1)}')`).join('\n')
    writeFileSync(join(project, 'imports.js'), imports)
    await must([process.execPath, 'imports.js'], { cwd: project }).catch((error: Error) =>
      problems.push(`${name} with core ${oldest}: ${error.message.slice(0, 400)}`),
    )
  }
  return problems
}

interface PublishedManifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, unknown>>
}

async function readPublished(name: string, version: string, { registry }: Surroundings): Promise<PublishedManifest> {
  const response = await fetch(`${registry}/${name.replace('/', '%2f')}/${version}`)
  if (!response.ok) throw new Error(`The registry has no ${name}@${version}: ${response.status}`)
  return response.json() as Promise<PublishedManifest>
}

const lowerBound = (range = ''): string => /\d+\.\d+\.\d+/.exec(range)?.[0] ?? ''

const isAtLeast = (version: string, bound: string): boolean =>
  version.localeCompare(bound, 'en', { numeric: true }) >= 0
