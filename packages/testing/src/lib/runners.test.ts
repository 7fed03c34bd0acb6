import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { findChromium } from '@mira/test-programs/chromium'
import { expect, it } from 'vitest'

const programs = join(import.meta.dirname, '../../test-programs')
const vitest = join(import.meta.dirname, '../../../../node_modules/vitest/vitest.mjs')

const example = join(import.meta.dirname, '../../../../examples/testing')
const playwright = join(example, 'node_modules/@playwright/test/cli.js')

interface RunOptions {
  readonly cwd?: string | undefined
  readonly variables?: Readonly<Record<string, string>> | undefined
}

/** Runs a program of a test runner, which may fail, and returns its output. */
function run(args: readonly string[], { cwd = programs, variables = {} }: RunOptions = {}): Promise<string> {
  const { NODE_TEST_CONTEXT: _, VITEST: __, ...env } = process.env
  return new Promise((resolve) => {
    const options = { cwd, env: { ...env, NO_COLOR: '1', FORCE_COLOR: undefined, ...variables } }
    execFile(process.execPath, args, options, (_error, out, err) => {
      resolve(out + err)
    })
  })
}

it.each([
  { runner: 'node:test', args: ['--test', '--conditions=@mira/source', join(programs, 'failing.node.ts')] },
  { runner: 'Vitest', args: [vitest, 'run', '--config', join(programs, 'vitest.config.ts')] },
])('prints the requests of a failed test of $runner, and only those', async ({ args }) => {
  const output = await run(args)
  expect(output).toMatch(
    /Requests of the failed test "fails":\s+(?:# +)?POST \/v1\/chat\/completions → 200 \(\d+ ms, fixture greeting\)/,
  )
  expect(output).toContain('loud question')
  expect(output).not.toContain('quiet question')
})

it('runs the example project', async () => {
  expect(await run([vitest, 'run', '--config', join(programs, 'example.config.ts')])).toMatch(/Tests\s+2 passed/)
})

const chromium = await findChromium()
it.skipIf(chromium.command === undefined)('runs the pages of the example project in Playwright', async () => {
  const { command, origin } = chromium as Extract<typeof chromium, { readonly origin: string }>
  const folder = dirname(command)
  const libraries = { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  const variables = {
    NODE_OPTIONS: '--conditions=@mira/source',
    CHROMIUM_PATH: command,
    ...(origin === 'packaged' ? libraries : {}),
  }
  expect(await run([playwright, 'test'], { cwd: example, variables })).toMatch(/\n\s+2 passed/)
})
