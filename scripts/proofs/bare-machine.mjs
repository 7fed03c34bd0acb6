// Runs the README's two commands on a fresh clone, as on a machine with only Node and npm:
//
//   node scripts/proofs/bare-machine.mjs                     both commands
//   node scripts/proofs/bare-machine.mjs --only=test         one of them: demo or test
//   node scripts/proofs/bare-machine.mjs --node=node_modules/node/bin/node   with another Node
//
// The clone contains what is committed, in an empty folder, with an empty home: no package store, no cache, no
// settings. PATH contains node, npm, npx, git, env and the POSIX utilities; programs that tests find by their full path
// (PostgreSQL, Chromium) come from the npm registry through MIRA_TEST_PROGRAMS.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** https://pubs.opengroup.org/onlinepubs/9799919799/idx/utilities.html, except for the C development utilities. */
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

/** Creates an environment that inherits only the network settings. */
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
    // Some utilities are shell built-ins, or missing in slim images.
    if (target !== undefined && !existsSync(join(programs, name))) symlinkSync(target, join(programs, name))
  }
}

/** Returns the requested Node. Defaults to the oldest supported version, if the tests have installed it. */
function findNode() {
  const oldest = resolve(root, 'tests/pack/node_modules/node-20/bin/node')
  if (node !== undefined) return resolve(node)
  return existsSync(oldest) ? oldest : process.execPath
}

/** Finds a program outside of this workspace, whose own programs come first in PATH under a package manager. */
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
