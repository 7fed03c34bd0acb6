import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import type { Api, RunningApp } from './next-app.ts'

/** Builds an app by its script `build`. */
export async function build(app: string, api: Api): Promise<void> {
  try {
    await promisify(execFile)('npm', ['run', 'build'], { cwd: app, env: environment(api) })
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string }
    throw new Error(`The build failed:\n${stdout}${stderr}`, { cause: error })
  }
}

/** Serves a built app by its script `start`, on a free port. */
export async function serve(app: string, api: Api): Promise<RunningApp> {
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  // SvelteKit knows its own address by ORIGIN alone.
  const env = { ...environment(api), HOST: '127.0.0.1', PORT: String(port), ORIGIN: origin }
  const [script = '', ...args] = (await readScript(app)).split(' ')
  const child = spawn(script, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    await untilListening(child)
    return { origin, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Reads the script `start`, to run it without npm, which does not end with its child. */
async function readScript(app: string): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['pkg', 'get', 'scripts.start'], { cwd: app })
  return JSON.parse(stdout)
}

const environment = ({ url, apiKey }: Api): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `node_modules/.bin:${process.env.PATH}`,
  MIRA_API_KEY: apiKey,
  MIRA_BASE_URL: url,
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NODE_ENV: 'production',
  NO_COLOR: '1',
})

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  server.close()
  await once(server, 'close')
  return port
}

function untilListening({ stdout, stderr }: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let output = ''
    const read = (piece: Buffer) => {
      output += piece
      if (/listening on|react-router-serve\]|Ready in/i.test(output)) done()
    }
    stdout!.on('data', read)
    stderr!.on('data', read)
    stdout!.once('close', () => fail(new Error(`It ended without listening:\n${output}`)))
  })
}
