// Sets up a fresh clone with only Node and npm, then runs a workspace script with the pinned toolchain.
import { spawnSync } from 'node:child_process'

const pnpmVersion = '12.21.0'
const [script, ...rest] = process.argv.slice(2)

/**
 * Package that a script needs, installed with its production dependencies. A script that is not listed needs the whole
 * workspace, whose tests alone install four releases of Node, Bun, Deno, Chromium, PostgreSQL and other clients to
 * compare with.
 */
const needs = { 'demo:run': '@mira/demo' }
const filters = script in needs ? ['--filter={.}', `--filter-prod=${needs[script]}...`] : []

/** Runs pnpm through npx, so that no global install is needed, and exits this process on failure. */
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
