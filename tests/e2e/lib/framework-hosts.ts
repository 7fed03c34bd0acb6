import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const examples = resolve(import.meta.dirname, '../../../examples')
const conditions = '--conditions=@mira/source'
const functionServer = join(import.meta.dirname, 'function-server.ts')

/** A server example running in its own process. */
export interface FrameworkHost extends AsyncDisposable {
  readonly origin: string
}

/** The API used by an example. */
export interface Api {
  readonly url: string
  readonly apiKey: string
}

interface Start {
  readonly command: string
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** Start function of each framework or runtime; `folder` receives the bundle if one is needed. */
const starts: Readonly<Record<string, (folder: string, api: Api) => Promise<Start>>> = {
  hono: async () => onNode(join(examples, 'proxy/hono.ts')),
  express: async () => onNode(join(examples, 'proxy/express.ts')),
  next: async (folder) => {
    const route = await bundle('next', folder, join(examples, 'next/app/api/mira/[...path]/route.ts'))
    return onNode(functionServer, route)
  },
  fastify: async () => onNode(join(examples, 'frameworks/fastify.ts')),
  nest: async () => onNode(await compileNest()),
  netlify: async () => onNode(functionServer, join(examples, 'frameworks/netlify/functions/mira.ts')),
  vercel: async () => onNode(functionServer, join(examples, 'frameworks/vercel/api/mira/[...path].ts')),
  lambda: async () => onNode(join(import.meta.dirname, 'lambda-server.ts'), join(examples, 'frameworks/lambda.ts')),
  vite: async () => onNode(join(import.meta.dirname, 'vite-server.ts'), join(examples, 'vite')),
  bun: async (folder) => ({ command: binary('bun')!, args: [await bundle('bun', folder)] }),
  deno: async (folder) => {
    const args = ['run', '--allow-net', '--allow-env', '--no-config', await bundle('deno', folder)]
    return { command: binary('deno')!, args, environment: { DENO_DIR: folder, DENO_NO_UPDATE_CHECK: '1' } }
  },
  worker: async (folder, api) => {
    await bundle('worker', folder)
    const config = join(folder, 'config.capnp')
    await writeFile(config, describeWorker(api))
    return { command: binary('worker')!, args: ['serve', config, '--control-fd=1'] }
  },
}

/** Names of all framework examples; see {@link whyMissing} for those that cannot run here. */
export const frameworkNames: readonly string[] = Object.keys(starts)

/** Returns the reason why an example cannot run here, or undefined. */
export function whyMissing(name: string): string | undefined {
  return name in binaries && binary(name) === undefined ? `no binary of ${name} for this machine` : undefined
}

/** Starts an example on a free port, with the key only in its environment. */
export async function startFramework(name: string, api: Api): Promise<FrameworkHost> {
  const folder = await mkdtemp(join(tmpdir(), `mira-${name}-`))
  const { command, args, environment } = await starts[name]!(folder, api)
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, PORT: '0', MIRA_BASE_URL: api.url, MIRA_API_KEY: api.apiKey, NO_COLOR: '1' },
  })
  const exited = new Promise<void>((done) => child.once('close', () => done()))
  const stop = async () => {
    child.kill('SIGKILL')
    await exited
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return { origin: `http://127.0.0.1:${await readPort(child)}`, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const binaries: Readonly<Record<string, string>> = {
  bun: '@oven/bun-linux-x64/bin/bun',
  deno: '@deno/linux-x64-glibc/deno',
  worker: '@cloudflare/workerd-linux-64/bin/workerd',
}

/** Returns the path of a runtime's binary from the package for this platform. */
function binary(name: string): string | undefined {
  const [scope, packageName, ...rest] = binaries[name]!.split('/')
  try {
    const manifest = createRequire(import.meta.url).resolve(`${scope}/${packageName}/package.json`)
    const path = join(manifest, '..', ...rest)
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

const onNode = (...args: string[]): Start => ({ command: process.execPath, args: [conditions, ...args] })

/** Compiles the example of NestJS to CommonJS, as `nest build` does. Returns the path of the program. */
async function compileNest(): Promise<string> {
  const folder = join(examples, 'frameworks/nest')
  // Beside its sources, where it finds its dependencies.
  await build({ entryPoints: [join(folder, 'main.ts')], outdir: join(folder, 'dist'), format: 'cjs', platform: 'node' })
  return join(folder, 'dist/main.js')
}

/** Bundles an example for runtimes that cannot resolve the sources of the workspace. */
async function bundle(name: string, folder: string, file = join(examples, 'proxy', `${name}.ts`)): Promise<string> {
  const outfile = join(folder, `${name}.mjs`)
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    format: 'esm',
    conditions: ['@mira/source'],
    // The Next.js example is not a workspace package, so it resolves nothing itself.
    nodePaths: [join(import.meta.dirname, '../node_modules')],
    target: 'es2022',
  })
  return outfile
}

function describeWorker({ url, apiKey }: Api): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-01-01",
  bindings = [(name = "MIRA_API_KEY", text = "${apiKey}"), (name = "MIRA_BASE_URL", text = "${url}")],
);
`
}

/** Reads the port from the output of the examples or from workerd's control messages. */
function readPort({ stdout, stderr }: ChildProcess): Promise<number> {
  return new Promise((done, fail) => {
    let output = ''
    const read = (piece: Buffer) => {
      output += piece
      const port = /listening on (\d+)|"?port"?: ?(\d+)/.exec(output)
      if (port) done(Number(port[1] ?? port[2]))
    }
    stdout!.on('data', read)
    stderr!.on('data', read)
    stdout!.once('close', () => fail(new Error(`It ended without listening: ${output}`)))
  })
}
