// Sets up a fresh clone with only Node and npm, then runs the demo, or a workspace script with the pinned toolchain.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { install, npx, pnpm, toolEnvironment } from './install.mjs'

const root = resolve(import.meta.dirname, '..')
const [script, ...rest] = process.argv.slice(2)

// Ctrl-C reaches the program as well, which then stops its server.
process.on('SIGINT', () => {})
process.exitCode = script === 'demo' ? await runDemo() : await runScript()

/** Runs a script of the workspace, which needs all of it. */
async function runScript() {
  const status = await install()
  return status === 0 ? pnpm('run', '--silent', script, ...rest) : status
}

/**
 * Runs the demo from the sources of the packages. It needs a third of the workspace: the dependencies of the packages, and
 * what they bundle (`packages/package.json`), but no tool that builds, tests or releases them.
 */
async function runDemo() {
  // A workspace that is already complete stays so.
  const isComplete = existsSync(join(root, 'node_modules/vitest'))
  const profile = isComplete ? [] : ['--prod', '--filter=@mira/demo...', '--filter=@mira/bundled...']
  const status = await install(profile)
  if (status !== 0) return status
  const program = [
    '--disable-warning=ExperimentalWarning',
    '--conditions=@mira/source',
    join(root, 'apps/demo/src/main.ts'),
  ]
  const command = [...program, ...rest]
  if (!canRunSources()) return npx(['node@24.21.0', ...command])
  const child = spawn(process.execPath, command, { stdio: 'inherit', env: toolEnvironment })
  return new Promise((done) => child.on('close', (code) => done(code ?? 1)))
}

/** Whether this Node runs TypeScript, and the server: 22.18 or later. */
function canRunSources() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > 23 || (major === 22 && minor >= 18)
}
