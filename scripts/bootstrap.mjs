// Sets a fresh clone up with nothing but Node and npm, then runs a workspace script with the pinned toolchain.
import { spawnSync } from 'node:child_process'

const pnpmVersion = '12.21.0'
const [script, ...rest] = process.argv.slice(2)

/**
 * Packages that a script needs, with all they depend on outside of tests; a script that is not here needs the whole
 * workspace, of which the tests alone bring four releases of Node, Bun, Deno, Chromium, PostgreSQL and other clients to
 * compare with.
 */
const needs = { 'demo:run': '@mira/demo' }
const filters = script in needs ? ['--filter={.}', `--filter-prod=${needs[script]}...`] : []

/** Runs pnpm through npx, so that no global tool is needed, and ends this process when it fails. */
function pnpm(...args) {
  const { status, error } = spawnSync('npx', ['--yes', `pnpm@${pnpmVersion}`, ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_loglevel: 'error', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

pnpm('install', '--frozen-lockfile', '--reporter=append-only', ...filters)
pnpm('run', '--silent', script, ...rest)
