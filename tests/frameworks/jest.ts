// Runs a test of CommonJS in Jest against the packed packages, as its configuration says in the guide: with Node's own
// ES modules, and transformed. The packages must be built; npm takes Jest from its cache or registry.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { pack } from '@mira/tests-pack/lib/pack.ts'
import { Verdicts } from '@mira/tests-size/verdicts'

const run = promisify(execFile)
const workspace = resolve(import.meta.dirname, '../..')
const oldestNode = join(workspace, 'tests/pack/node_modules/node-20/bin/node')

const verdicts = new Verdicts()
const folder = mkdtempSync(join(tmpdir(), 'mira-jest-'))
try {
  const names = ['core', 'chat', 'engine', 'server', 'testing']
  const sources = names.map((name) => join(workspace, 'packages', name))
  const tarballs = pack(sources, folder).map(({ tarball }) => tarball)
  cpSync(join(import.meta.dirname, 'jest'), folder, { recursive: true })
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...flags, 'jest@30', '@swc/core@1', '@swc/jest@0.2', ...tarballs], { cwd: folder })
  verdicts.note(`Node ${process.version}, native`, await test(process.execPath, 'native'))
  verdicts.note(`Node ${process.version}, transformed`, await test(process.execPath, 'transform'))
  verdicts.note(`Node ${process.version}, a server with fixtures`, await testEmulator())
  if (existsSync(oldestNode)) verdicts.note('Node 20, transformed', await test(oldestNode, 'transform'))
} finally {
  rmSync(folder, { recursive: true })
}
verdicts.report()

/** Runs Jest, and resolves with what it printed if a test failed or was not run. */
async function test(node: string, form: 'native' | 'transform'): Promise<string[]> {
  const options = form === 'native' ? ['--experimental-vm-modules'] : []
  const args = [...options, join(folder, 'node_modules/jest/bin/jest.js'), '--config', `jest.${form}.config.cjs`]
  try {
    const { stderr } = await run(node, args, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } })
    return stderr.includes('2 passed, 2 total') ? [] : [stderr]
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string }
    return [stderr?.trim() || message]
  }
}

/** Runs the tests with fixtures, of which one fails, and resolves with what is wrong in the output. */
async function testEmulator(): Promise<string[]> {
  const jest = join(folder, 'node_modules/jest/bin/jest.js')
  const args = ['--experimental-vm-modules', jest, '--config', 'jest.emulator.config.cjs']
  const { stderr } = await run(process.execPath, args, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } }).then(
    () => ({ stderr: 'No test failed' }),
    (error: { readonly stderr: string }) => error,
  )
  const requests =
    /Requests of the failed test "fails":\s+POST \/v1\/chat\/completions → 200 \(\d+ ms, fixture greeting\)/
  const isComplete = stderr.includes('1 failed, 2 passed, 3 total') && requests.test(stderr)
  return isComplete && !stderr.includes('quiet question') ? [] : [stderr]
}
