// Rehearses the release of all packages, and of one after the other, against a registry on this machine:
//
//   node scripts/release/rehearse.mjs [--managers=npm,pnpm,yarn,bun] [--only=core,chat] [--keep]
//
// The packages must be built. Everything happens in a temporary folder, which --keep leaves behind.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '../size/lib/table.ts'
import { Verdicts } from '../size/lib/verdicts.ts'
import { checkInstall, type InstallCheck, type Surroundings } from './lib/install-checks.ts'
import { checkLaterReleases } from './lib/later-releases.ts'
import { type Manager, managers } from './lib/managers.ts'
import { parseReadme } from './lib/readme.ts'
import { startRegistry } from './lib/registry.ts'
import { type Published, releaseFirst, releaseFolder } from './lib/release.ts'
import { must } from './lib/run.ts'
import { checkNpx, startServer } from './lib/servers.ts'
import { readTarball } from './lib/tarball.ts'
import { copyWorkspace, type WorkspaceCopy } from './lib/workspace-copy.ts'

const options = {
  managers: { type: 'string', default: managers.map(({ name }) => name).join() },
  only: { type: 'string', default: '' },
  keep: { type: 'boolean', default: false },
} as const
const { values } = parseArgs({ options })
const verdicts = new Verdicts()
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'mira-rehearsal-'))
const startedAtMs = Date.now()
process.once('exit', () => {
  if (values.keep) console.log(folder)
  else rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

await rehearse()
verdicts.report()

async function rehearse(): Promise<void> {
  await using registry = await startRegistry(join(folder, 'registry'))
  writeFileSync(join(folder, 'npmrc'), [...(await readOrigins()), registry.credentials, ''].join('\n'))
  const copy = await copyWorkspace(join(folder, 'workspace'))
  say('Workspace copied')
  const published = await releaseFirst(copy, registry, verdicts)
  say(`${published.length} packages published`)
  const sources = { registry: registry.url, caches: join(folder, 'caches') }
  verdicts.note('npx @mira/server starts and answers', await checkNpx(join(folder, 'npx'), sources))
  say('npx @mira/server tried')
  await using server = await startServer(join(folder, 'server'), sources)
  say('Server with all engines installed and started')
  const projects = join(folder, 'projects')
  mkdirSync(projects)
  const surroundings = { ...sources, folder: projects, server: server.address }
  await checkInstalls(copy, published, surroundings)
  await checkLaterReleases(copy, registry, { verdicts, surroundings, say })
}

function say(text: string): void {
  console.log(`${text} (${((Date.now() - startedAtMs) / 1_000).toFixed(0)} s)`)
}

/** Where npm gets packages from, by the settings of the user; the others would only warn. */
async function readOrigins(): Promise<string[]> {
  const path = (await must(['npm', 'config', 'get', 'userconfig'], { cwd: folder })).trim()
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  return lines.filter((line) => /^\s*((@[^=\s]+:)?registry|\/\/|\w*-?proxy|ca|cafile|strict-ssl)\b/.test(line))
}

/** Installs every package with every manager, runs its program, and prints the table. */
async function checkInstalls(
  copy: WorkspaceCopy,
  published: readonly Published[],
  surroundings: Surroundings,
): Promise<void> {
  const chosen = managers.filter(({ name }) => values.managers.split(',').includes(name))
  for (const { name, isMissing } of chosen) if (isMissing) console.log(`${name} is not tried: ${isMissing}`)
  const only = values.only === '' ? [] : values.only.split(',').map((name) => `@mira/${name}`)
  const rows: string[][] = []
  for (const { name, version, file } of published.filter((item) => only.length === 0 || only.includes(item.name))) {
    const { readme, fileCount, unpackedBytes } = readTarball(join(releaseFolder(copy, 'first'), file))
    const item = { name, readme: parseReadme(readme, name) }
    const cells: Record<'installed' | 'run', string[]> = { installed: [], run: [] }
    for (const manager of chosen.filter(({ isMissing }) => isMissing === undefined)) {
      const check = await checkInstall(item, manager, surroundings)
      note(manager, name, check)
      const problem = check.installProblem ?? check.programProblem
      if (problem !== undefined) say(`${name} by ${manager.name}: ${problem}`)
      if (check.installProblem === undefined) cells.installed.push(manager.name)
      if (check.installProblem === undefined && check.programProblem === undefined) cells.run.push(manager.name)
    }
    const size = `${(unpackedBytes / 1_024).toFixed(0)} KiB`
    rows.push([name, version, size, String(fileCount), cells.installed.join(' '), cells.run.join(' ')])
    say(`${name}: installed by ${cells.installed.join(', ')}; program run by ${cells.run.join(', ')}`)
  }
  console.log(`\n${chosen.map(({ name, version }) => `${name} ${version}`).join(', ')}; Node ${process.version}\n`)
  console.log(formatTable(['package', 'version', 'size', 'files', 'installed by', 'program run'], rows))
}

function note({ name: manager }: Manager, name: string, { installProblem, programProblem }: InstallCheck): void {
  verdicts.note(`${manager} installs ${name}`, installProblem === undefined ? [] : [installProblem])
  if (installProblem !== undefined) return
  const problems = programProblem === undefined ? [] : [programProblem]
  verdicts.note(`the program of ${name} runs, installed by ${manager}`, problems)
}
