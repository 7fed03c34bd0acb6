// Runs the demo from a fresh clone, with the oldest Node that is promised and npm alone: node scripts/proofs/fresh-clone.mjs
//
// Looks at what is committed. Where that Node could not be installed, the one at hand stands for it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const oldest = resolve(root, 'tests/pack/node_modules/node-20/bin')
const node = existsSync(oldest) ? oldest : undefined
// Nothing of this workspace may help: neither its binaries nor what a package manager that runs this tells its children.
const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(root))
const inherited = Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name))
const env = { ...Object.fromEntries(inherited), PATH: [node ?? [], path].flat().join(delimiter) }

const folder = mkdtempSync(join(tmpdir(), 'mira-clone-'))
try {
  run(['git', 'clone', '--quiet', '--depth', '1', `file://${root}`, 'clone'], folder)
  run(['npm', 'run', 'demo', '--', '--exit', '--only', 'models,conversation'], join(folder, 'clone'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function run([command, ...args], cwd) {
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`)
}
