// Installs the packed server in empty projects, as users do, and prints the cost and whether it works:
//
//   node scripts/proofs/install-server.mjs
//
// With npm: the server alone (packages, size, time and memory to the first answer of a user-supplied engine), then with
// all engines. With npm, pnpm (strict) and Yarn (Plug'n'Play): the server with @mira/engine-language, which must be
// found, and without the others, which must be named. Needs the registry.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack } from '../../tests/pack/lib/pack.ts'
import { publishedFolders } from '../../tests/pack/lib/package.ts'
import { formatTable } from '../../tests/size/lib/table.ts'

const folder = mkdtempSync(join(tmpdir(), 'mira-install-'))
const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()

/** Answers one chat with a custom engine, and prints the time since the process started. */
const ownEngine = `
import { startServer } from '@mira/server'
const chat = {
  info: { name: 'own', kind: 'rules', description: 'Says hello.' },
  models: async () => [{ id: 'mira', contextWindow: 1_000, maxOutputTokens: 100 }],
  async *generate() {
    yield { type: 'text', text: 'hello' }
    yield { type: 'finish', reason: 'stop', usage: { promptTokens: 1, completionTokens: 1 } }
  },
  countTokens: async () => 1,
  close: async () => {},
}
await using server = await startServer({ engines: { chat } })
const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'hi' }] })
const headers = { authorization: 'Bearer ' + server.apiKey, 'content-type': 'application/json' }
const answer = await fetch(server.url + '/v1/chat/completions', { method: 'POST', headers, body })
await answer.text()
console.log(JSON.stringify({ status: answer.status, ms: performance.now(), rss: process.memoryUsage().rss }))
`

/** Makes one call that a local engine answers, and one whose engine is not installed. */
const oneEngine = `
import { startServer } from '@mira/server'
await using server = await startServer()
const headers = { authorization: 'Bearer ' + server.apiKey, 'content-type': 'application/json' }
const post = async (path, body) => {
  const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, text: await answer.text() }
}
const chat = await post('/v1/chat/completions', { model: 'mira', messages: [{ role: 'user', content: 'What is 2 + 3?' }] })
const image = await post('/v1/images/generate', { prompt: 'a cat' })
console.log(JSON.stringify({ chat: chat.status, isRight: /\\b5\\b/.test(chat.text), image: image.status, names: image.text.includes('npm install @mira/engine-vision') }))
`

/** Packages of the sentence encoder that do not load from Yarn's archives. */
const unplugged = Object.fromEntries(
  ['core', 'embeddings', 'model-embeddings-en'].map((name) => [`@energetic-ai/${name}`, { unplugged: true }]),
)

try {
  const packages = pack(publishedFolders(), folder)
  const tarballs = Object.fromEntries(packages.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  weighWithNpm(tarballs)
  tryPackageManagers(tarballs)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function weighWithNpm(tarballs) {
  const alone = installNpm('alone', tarballs, ['@mira/server', '@mira/engine'])
  writeFileSync(join(alone, 'program.mjs'), ownEngine)
  const runs = Array.from({ length: 5 }, () =>
    JSON.parse(execFileSync(process.execPath, ['program.mjs'], { cwd: alone, encoding: 'utf8' })),
  )
  const median = (values) => values.sort((a, b) => a - b)[2]
  console.log(`server alone: ${weigh(alone)}`)
  console.log(
    `first answer of an own engine: ${median(runs.map(({ ms }) => ms)).toFixed(0)} ms after process start, ${(median(runs.map(({ rss }) => rss)) / 2 ** 20).toFixed(0)} MiB resident`,
  )
  console.log(
    `all engines: ${weigh(
      installNpm(
        'all',
        tarballs,
        Object.keys(tarballs).filter((name) => /engine|server/.test(name)),
      ),
    )}`,
  )
}

function installNpm(name, tarballs, packages) {
  const project = join(folder, name)
  mkdirSync(project)
  const dependencies = Object.fromEntries(packages.map((each) => [each, tarballs[each]]))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: project, stdio: 'inherit' })
  return project
}

function weigh(project) {
  const lock = JSON.parse(readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8'))
  const files = readdirSync(join(project, 'node_modules'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const bytes = files.reduce((sum, { parentPath, name }) => sum + readFileSync(join(parentPath, name)).length, 0)
  return `${Object.keys(lock.packages).length} packages, ${(bytes / 2 ** 20).toFixed(1)} MiB`
}

function tryPackageManagers(tarballs) {
  const dependencies = Object.fromEntries(
    ['@mira/server', '@mira/engine-language'].map((name) => [name, tarballs[name]]),
  )
  const managers = {
    npm: {
      install: ['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error'],
      run: ['node', 'program.mjs'],
      manifest: { overrides: transitive(tarballs, dependencies) },
    },
    pnpm: {
      install: ['npx', '--yes', 'pnpm@12.21.0', 'install', '--no-frozen-lockfile', '--reporter=silent'],
      run: ['node', 'program.mjs'],
      files: { 'pnpm-workspace.yaml': toYaml({ overrides: tarballs }) },
    },
    'Yarn PnP': {
      install: ['npx', '--yes', '@yarnpkg/cli-dist@4.12.0', 'install'],
      run: ['npx', '--yes', '@yarnpkg/cli-dist@4.12.0', 'node', 'program.mjs'],
      manifest: { resolutions: tarballs, dependenciesMeta: unplugged },
      files: { '.yarnrc.yml': 'nodeLinker: pnp\nenableTelemetry: false\n', 'yarn.lock': '' },
    },
  }
  const rows = Object.entries(managers).map(([name, { install, run, manifest = {}, files = {} }]) => {
    const project = join(folder, name.replace(' ', '-'))
    mkdirSync(project)
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ private: true, type: 'module', dependencies, ...manifest }),
    )
    writeFileSync(join(project, 'program.mjs'), oneEngine)
    for (const [file, content] of Object.entries(files)) writeFileSync(join(project, file), content)
    const env = {
      ...process.env,
      YARN_NPM_REGISTRY_SERVER: registry,
      YARN_UNSAFE_HTTP_WHITELIST: '*',
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      NODE_PATH: '',
    }
    const installed = spawnSync(install[0], install.slice(1), { cwd: project, env, encoding: 'utf8' })
    if (installed.status !== 0)
      return [name, 'not installed', (installed.stdout + installed.stderr).slice(-200), '', '']
    const ran = spawnSync(run[0], run.slice(1), { cwd: project, env, encoding: 'utf8' })
    const last = ran.stdout.trim().split('\n').at(-1)
    if (ran.status !== 0) return [name, 'failed', ran.stderr.slice(0, 600), '', '']
    const { chat, isRight, image, names } = JSON.parse(last)
    return [name, String(chat), String(isRight), String(image), String(names)]
  })
  console.log(`\n${formatTable(['package manager', 'chat', 'right', 'image', 'names the package'], rows)}`)
}

/** Returns the overrides without direct dependencies, which npm does not allow to override. */
function transitive(tarballs, direct) {
  return Object.fromEntries(Object.entries(tarballs).filter(([name]) => !(name in direct)))
}

function toYaml({ overrides }) {
  return `overrides:\n${Object.entries(overrides)
    .map(([name, target]) => `  '${name}': '${target}'\n`)
    .join('')}`
}
