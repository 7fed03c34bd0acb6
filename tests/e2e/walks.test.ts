import { globSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserIsMissing } from './lib/browser-page.ts'
import { WalkProject } from './lib/walk-project.ts'
import { findMissingLines, readWalk, type WalkStep } from './lib/walks.ts'

// Follows every tutorial step by step, as a reader would: its files, its commands, and its clicks. Instead of an install, a project
// has the packages of this repository; `scripts/tutorials-installed.ts` installs them.

const guides = resolve(import.meta.dirname, '../../docs/site/guide')
const packages = resolve(import.meta.dirname, '../../packages')
const tutorials = globSync('tutorial-*.md', { cwd: guides }).map((name) => basename(name, '.md'))

let server: RunningServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** Links the packages, which Node resolves to their sources. */
async function install(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, '@mira'), { recursive: true })
  for (const name of globSync('*/package.json', { cwd: packages }).map(dirname)) {
    await symlink(join(packages, name), join(modules, '@mira', name))
  }
  await symlink(join(import.meta.dirname, 'node_modules/zod'), join(modules, 'zod'))
  await writeFile(join(folder, 'package.json'), '{}')
}

function environment(): NodeJS.ProcessEnv {
  const bin = join(import.meta.dirname, 'node_modules/.bin')
  return {
    ...process.env,
    MIRA_BASE_URL: server.url,
    MIRA_API_KEY: server.apiKey,
    PORT: '0',
    PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
    NODE_OPTIONS: '--conditions=@mira/source',
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  }
}

/** Installed programs are in the path; bundles are made of sources. */
function toCommand(command: string): string {
  const own = command.replace(/^npx /, '')
  return own.startsWith('esbuild ') ? `${own} --conditions=@mira/source --log-level=warning` : own
}

const needsBrowser = (steps: readonly WalkStep[]) => steps.some(({ action }) => action === 'open')

describe.concurrent('the tutorial', () => {
  it.for(tutorials)('%s leads to the results that it shows', { timeout: 600_000 }, async (name, { skip }) => {
    const steps = readWalk(join(guides, `${name}.md`))
    expect(steps.some(({ action }) => action === 'prints' || action === 'see')).toBe(true)
    if (browserIsMissing && needsBrowser(steps)) return skip(browserIsMissing)
    const project = await WalkProject.create({ env: environment(), install, toCommand })
    try {
      for (const step of steps) await project.follow(step)
    } finally {
      await project.close()
    }
  })
})

it.each([
  ['a\nb\n', 'a\nb', []],
  ['b\na\n', 'a\nb', ['b']],
  ['You:  six times seven.', 'You:  …seven…', []],
  ['8.5 KiB', '8x… KiB', ['8x… KiB']],
])('compares the output %j with %j', (output, expected, missing) => {
  expect(findMissingLines(output, expected)).toEqual(missing)
})
