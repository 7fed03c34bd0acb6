import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The API used by the app; both values are passed only through its environment. */
export interface Api {
  readonly url: string
  readonly apiKey: string
}

/** The app served by `next start`. */
export interface RunningApp extends AsyncDisposable {
  readonly origin: string
}

/** Builds the app. The key is set during the build, as on hosts that both build and serve apps. */
export async function buildApp(app: string, api: Api): Promise<void> {
  try {
    await run(process.execPath, [next(app), 'build'], { cwd: app, env: environment(api) })
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string }
    throw new Error(`next build failed:\n${stdout}${stderr}`, { cause: error })
  }
}

/** Serves the built app on a free port. */
export async function startApp(app: string, api: Api): Promise<RunningApp> {
  const args = [next(app), 'start', '--port', '0', '--hostname', '127.0.0.1']
  const child = spawn(process.execPath, args, { cwd: app, env: environment(api), stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    return { origin: await readOrigin(child), [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const next = (app: string): string => join(app, 'node_modules/next/dist/bin/next')

const environment = ({ url, apiKey }: Api): NodeJS.ProcessEnv => ({
  ...process.env,
  MIRA_API_KEY: apiKey,
  MIRA_BASE_URL: url,
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
})

function readOrigin({ stdout, stderr }: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    let output = ''
    const read = (piece: Buffer) => {
      output += piece
      const [, origin] = /Local:\s+(\S+)[\s\S]*Ready/.exec(output) ?? []
      if (origin) found(origin)
    }
    stdout!.on('data', read)
    stderr!.on('data', read)
    stdout!.once('close', () => fail(new Error(`next start ended without serving:\n${output}`)))
  })
}
