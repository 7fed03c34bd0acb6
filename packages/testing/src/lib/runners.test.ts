import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const programs = join(import.meta.dirname, '../../test-programs')
const vitest = join(import.meta.dirname, '../../../../node_modules/vitest/vitest.mjs')

/** Runs a program of a test runner, which fails, and returns its output. */
function run(args: readonly string[]): Promise<string> {
  const { NODE_TEST_CONTEXT: _, VITEST: __, ...env } = process.env
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: programs, env: { ...env, NO_COLOR: '1' } }, (_error, out, err) => {
      resolve(out + err)
    })
  })
}

it.each([
  { runner: 'node:test', args: ['--test', '--conditions=@mira/source', join(programs, 'failing.node.ts')] },
  { runner: 'Vitest', args: [vitest, 'run', '--config', join(programs, 'vitest.config.ts')] },
])('prints the requests of a failed test of $runner, and only those', { timeout: 60_000 }, async ({ args }) => {
  const output = await run(args)
  expect(output).toMatch(
    /Requests of the failed test "fails":\s+(?:# +)?POST \/v1\/chat\/completions → 200 \(\d+ ms, fixture greeting\)/,
  )
  expect(output).toContain('loud question')
  expect(output).not.toContain('quiet question')
})

it('runs the example project', { timeout: 60_000 }, async () => {
  expect(await run([vitest, 'run', '--config', join(programs, 'example.config.ts')])).toMatch(/Tests\s+2 passed/)
})
