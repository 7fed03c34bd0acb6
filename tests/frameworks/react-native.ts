// Bundles the packed packages with Metro as React Native does, compiles the bundle for Hermes, and runs it without what
// React Native lacks. React Native itself, which needs a phone or an emulator, is not run. The packages must be built; npm
// takes Metro from its cache or registry.
import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { startServer } from '@mira/server'
import { pack } from '@mira/tests-pack/lib/pack.ts'
import { Verdicts } from '@mira/tests-size/verdicts'
import { createPausingEngine } from './lib/pausing-engine.ts'
import { startProxy } from './lib/start-proxy.ts'

const workspace = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)
const names = ['core', 'chat', 'media', 'realtime', 'jobs', 'account', 'meter', 'traffic', 'batch']
const tools = ['metro@0.87.1', '@react-native/metro-babel-transformer@0.88.1', '@react-native/babel-preset@0.88.1']
const compiler = 'hermes-compiler@260318099.0.5'
const hermesFolders: Readonly<Record<string, string>> = { linux: 'linux64-bin', darwin: 'osx-bin', win32: 'win64-bin' }

/** The bundled app. */
interface App {
  connect(server: string): unknown
  ask(client: unknown, question: string, onText: (text: string) => void): Promise<void>
  readonly packages: Readonly<Record<string, object>>
}

const verdicts = new Verdicts()
const folder = mkdtempSync(join(tmpdir(), 'mira-metro-'))
try {
  const project = await install()
  await run(process.execPath, ['bundle.cjs'], { cwd: project })
  const code = readFileSync(join(project, 'bundle.js'), 'utf8')
  const builtIns = [...new Set(code.match(/"node:[\w/]+"|diagnostics_channel/g))]
  verdicts.note('the bundle has no code for Node', builtIns)
  verdicts.note('Hermes compiles the bundle', await compile(project))
  await runApp(code)
} finally {
  rmSync(folder, { recursive: true })
}
verdicts.report()

async function install(): Promise<string> {
  const project = join(folder, 'project')
  cpSync(join(import.meta.dirname, 'metro'), project, { recursive: true })
  cpSync(join(workspace, 'examples/frameworks/react-native/ask.ts'), join(project, 'ask.ts'))
  const sources = names.map((name) => join(workspace, 'packages', name))
  const tarballs = pack(sources, folder).map(({ tarball }) => tarball)
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...flags, ...tools, compiler, ...tarballs], { cwd: project })
  return project
}

async function compile(project: string): Promise<string[]> {
  const program = join(
    project,
    'node_modules/hermes-compiler/hermesc',
    hermesFolders[process.platform] ?? '',
    'hermesc',
  )
  chmodSync(program, 0o755)
  const compiled = await run(program, ['-emit-binary', '-out', 'bundle.hbc', 'bundle.js'], { cwd: project }).catch(
    (error: { readonly stderr: string }) => error,
  )
  return compiled instanceof Error ? [compiled.stderr.slice(0, 2_000)] : []
}

async function runApp(code: string): Promise<void> {
  const engine = createPausingEngine()
  await using server = await startServer({ engines: { chat: engine } })
  await using proxy = await startProxy(server)

  const whole = load(code, fetchWithoutStreams)
  verdicts.note(
    'every package loads',
    names.slice(2).filter((name) => Object.keys(whole.packages[name] ?? {}).length === 0),
  )
  const texts: string[] = []
  await whole.ask(whole.connect(proxy.origin), 'What is 12 % of 250?', (text) => texts.push(text))
  verdicts.note('a stream is read without body streams', texts.at(-1)?.endsWith('30') ? [] : [`answered ${texts}`])

  const streaming = load(code, fetch)
  const paused = engine.pauseNext()
  let beginning = ''
  await streaming.ask(streaming.connect(proxy.origin), 'Count from 1 to 20', (text) => {
    beginning ||= text
    void paused.then(({ goOn }) => goOn()) // without the first text there is no second
  })
  verdicts.note('with body streams, text arrives as it comes', beginning.includes('20') ? [`first ${beginning}`] : [])
}

/** Runs the bundle with the globals of React Native 0.88 that it uses, and no others. */
function load(code: string, fetch: typeof globalThis.fetch): App {
  const { TextEncoder, TextDecoder, URL, AbortController, AbortSignal, DOMException } = globalThis
  const { setTimeout, clearTimeout, queueMicrotask, console } = globalThis
  const standard = { TextEncoder, TextDecoder, URL, AbortController, AbortSignal, DOMException }
  const globals = { ...standard, setTimeout, clearTimeout, queueMicrotask, console, fetch }
  const context = createContext({ ...globals, navigator: { product: 'ReactNative' } })
  runInContext('globalThis.window = globalThis.global = globalThis', context)
  runInContext(code, context)
  return (context as unknown as { readonly app: App }).app
}

/** `fetch` of React Native: its responses have no `body`, and are read as a whole. */
async function fetchWithoutStreams(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init)
  const bytes = await response.arrayBuffer()
  const { status, headers, url, ok } = response
  return { status, headers, url, ok, arrayBuffer: async () => bytes } as Response
}
