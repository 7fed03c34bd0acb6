// Follows every tutorial as on a machine that knows nothing of the packages: packs them, installs the tarballs with npm in empty
// folders, starts the server by its command, and prints how long each part takes. Needs the registry, and a build of all packages.
//
//   node --conditions=@mira/source tests/e2e/scripts/tutorials-installed.ts [name …]
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { type Packed, pack } from '../../pack/lib/pack.ts'
import { publishedFolders } from '../../pack/lib/package.ts'
import { WalkProject } from '../lib/walk-project.ts'
import { readWalk } from '../lib/walks.ts'

const guides = resolve(import.meta.dirname, '../../../docs/site/guide')
const chosen = process.argv.slice(2)
const tutorials = globSync('tutorial-*.md', { cwd: guides })
  .map((name) => basename(name, '.md'))
  .filter((name) => chosen.length === 0 || chosen.includes(name))
const folder = mkdtempSync(join(tmpdir(), 'mira-tutorials-'))
const run = promisify(execFile)
const count = { passed: 0, failed: 0 }

const packed = new Map(pack(publishedFolders(), folder).map((one) => [one.manifest.name, one]))
const { NODE_OPTIONS: _, ...environment } = process.env

const seconds = (sinceMs: number) => `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`

/** Returns the tarballs of packages, and of the packages of this repository that they depend on. */
function tarballsOf(names: readonly string[], found = new Map<string, Packed>()): string[] {
  for (const name of names) {
    const one = packed.get(name)
    if (!one || found.has(name)) continue
    found.set(name, one)
    tarballsOf(Object.keys(one.manifest.dependencies ?? {}), found)
  }
  return [...found.values()].map(({ tarball }) => tarball)
}

/** Replaces the names of our packages in a command by tarballs, as if they had been published. */
function withTarballs(command: string): string {
  const names = command.match(/@mira\/[\w-]+/g) ?? []
  if (names.length === 0) return command
  const others = command.split(' ').filter((word) => !word.startsWith('@mira/'))
  return [...others, ...tarballsOf(names)].join(' ')
}

async function install(project: string, commands: string): Promise<void> {
  const startedAtMs = performance.now()
  // The folder exists already: only what follows `cd` is run.
  const lines = commands
    .trim()
    .split('\n')
    .map((line) => line.replace(/^mkdir \w+ && cd \w+( && )?/, ''))
  for (const line of lines.filter((line) => line !== '')) {
    await run('sh', ['-c', withTarballs(line)], { cwd: project, env: environment })
  }
  console.log(`  install: ${seconds(startedAtMs)}`)
}

/** Starts the server by the command of the tutorials, and reads the lines to export. */
async function startServer(): Promise<{ readonly env: NodeJS.ProcessEnv; readonly stop: () => unknown }> {
  const project = join(folder, 'server')
  const startedAtMs = performance.now()
  await run('npm', ['install', '--prefix', project, ...tarballsOf(['@mira/engines'])], { env: environment })
  console.log(`install of @mira/engines: ${seconds(startedAtMs)}`)
  const args = ['--no', '--', '@mira/engines', '--port', '0', '--data-dir', join(folder, 'data')]
  const server = spawn('npx', args, {
    cwd: project,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const env: NodeJS.ProcessEnv = { ...environment, PORT: '0' }
  const lines = createInterface(server.stdout)
  lines.on('line', (line) => {
    const [, name, value] = /^export (\w+)=(\S+)/.exec(line) ?? []
    if (name) env[name] = value
  })
  const exit = once(server, 'exit').then(([code]) => {
    if (!env.MIRA_API_KEY) throw new Error(`The server exited with code ${code}`)
  })
  while (!env.MIRA_API_KEY) await Promise.race([once(lines, 'line'), exit])
  console.log(`first start: ${seconds(startedAtMs)}`)
  return { env, stop: () => server.pid && process.kill(-server.pid) }
}

async function follow(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  console.log(name)
  const startedAtMs = performance.now()
  const project = await WalkProject.create({ env, install })
  try {
    for (const step of readWalk(join(guides, `${name}.md`))) await project.follow(step)
    count.passed += 1
    console.log(`  works after ${seconds(startedAtMs)}`)
  } catch (error) {
    count.failed += 1
    console.log(`  ${error}`)
  } finally {
    await project.close()
  }
}

try {
  const { env, stop } = await startServer()
  for (const name of tutorials) await follow(name, env)
  stop()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`\n${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed === 0 ? 0 : 1
