// Runs the README's two commands on a fresh clone, as on a machine that has Node and npm alone:
//
//   node scripts/proofs/bare-machine.mjs                     both commands
//   node scripts/proofs/bare-machine.mjs --only=test         one of them: demo or test
//   node scripts/proofs/bare-machine.mjs --node=node_modules/node/bin/node   with another Node
//
// The clone holds what is committed, lies in an empty folder, and has an empty home: no package store, no cache, no
// settings. PATH leads to node, npm, npx, git, env and the POSIX utilities; programs that tests find by their full path
// (PostgreSQL, Chromium) are those of the npm registry by MIRA_TEST_PROGRAMS.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** https://pubs.opengroup.org/onlinepubs/9799919799/idx/utilities.html, but for those that only develop C programs. */
const posixUtilities =
  'awk basename bc cat chgrp chmod chown cksum cmp comm command cp csplit cut date dd df diff dirname du echo ed env ' +
  'expand expr false file find fold getconf grep head iconv id join kill link ln locale logger logname ls mkdir mkfifo ' +
  'mv nice nl nohup od paste patch pathchk pr printf ps pwd readlink realpath renice rm rmdir sed sh sleep sort split ' +
  'stty tail tee test time timeout touch tr true tsort tty uname unexpand uniq unlink wc who xargs'

const commands = {
  demo: ['npm', 'run', 'demo', '--', '--exit'],
  test: ['npm', 'test'],
}

const options = { only: { type: 'string' }, node: { type: 'string' } }
const { only, node } = parseArgs({ options }).values
const chosen = only === undefined ? Object.entries(commands) : [[only, commands[only]]]

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'mira-bare-'))
let failures = 0
try {
  const env = bareEnvironment(folder)
  run(['git', 'clone', '--quiet', '--depth', '1', `file://${root}`, 'clone'], { cwd: folder, env })
  for (const [name, command] of chosen) {
    const startedAtMs = Date.now()
    const status = run(command, { cwd: join(folder, 'clone'), env })
    if (status !== 0) failures++
    console.log(`bare machine: ${name} ended with ${status} after ${((Date.now() - startedAtMs) / 1_000).toFixed(0)} s`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failures === 0 ? 0 : 1

/** An environment that inherits only the way to the network. */
function bareEnvironment(parent) {
  const home = join(parent, 'home')
  const programs = join(parent, 'bin')
  mkdirSync(home)
  mkdirSync(programs)
  for (const name of posixUtilities.split(' ')) link(name, findProgram(name))
  for (const name of ['npm', 'npx', 'git']) link(name, findProgram(name))
  link('node', findNode())
  const network = Object.entries(process.env).filter(([name]) => /proxy|_certs?|ssl_|cainfo|ca_bundle/i.test(name))
  const identity = { GIT_CONFIG_GLOBAL: '/dev/null', MIRA_TEST_PROGRAMS: 'packaged', CI: 'true' }
  return { ...Object.fromEntries(network), ...identity, HOME: home, PATH: programs, LANG: 'C.UTF-8' }

  function link(name, target) {
    // A few utilities are built into the shell, or missing where an image is slim.
    if (target !== undefined && !existsSync(join(programs, name))) symlinkSync(target, join(programs, name))
  }
}

/** The Node that was asked for, else the oldest that is promised where the tests have installed it. */
function findNode() {
  const oldest = resolve(root, 'tests/pack/node_modules/node-20/bin/node')
  if (node !== undefined) return resolve(node)
  return existsSync(oldest) ? oldest : process.execPath
}

/** Looks outside of this workspace, whose own programs stand first where a package manager started this. */
function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.startsWith(root))
  const path = folders.map((entry) => join(entry, name)).find((candidate) => existsSync(candidate))
  return path === undefined ? undefined : realpathSync(path)
}

function run([command, ...args], settings) {
  const { status, signal, error } = spawnSync(command, args, { ...settings, stdio: 'inherit' })
  if (error) throw error
  return status ?? signal
}
