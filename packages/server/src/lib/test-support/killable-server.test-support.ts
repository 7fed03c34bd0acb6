import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ServerOptions } from '../options.ts'
import { programPath } from './program-path.test-support.ts'

/** Server programs by kind. */
const programs = {
  words: programPath(new URL('./word-server-process.test-support.ts', import.meta.url)),
  jobs: programPath(new URL('./job-server-process.test-support.ts', import.meta.url)),
  mixed: programPath(new URL('./mixed-server-process.test-support.ts', import.meta.url)),
}

/** Advances the clock on each start, so that the leases of killed runs have expired. */
export const clockStepMs = 60_000

/** Storage of a server, which the next process reuses. */
export type ServerLocation = Pick<ServerOptions, 'dataDir' | 'databaseUrl' | 'secret'>

/** Server in a separate process. */
export interface KillableServer extends AsyncDisposable {
  /** Returns the URL of the server once it listens. */
  url(): Promise<string>
  /** Kills the server with SIGKILL and restarts it on the same data. */
  killAndRestart(): Promise<void>
  /** Shuts the server down gracefully. */
  stop(): Promise<void>
}

/** Starts a server in a separate process that a test can kill and restart. */
export function startKillableServer(
  place: ServerLocation,
  apiKey: string,
  kind: keyof typeof programs = 'words',
): KillableServer {
  let starts = 0
  let child: ChildProcess
  let listening: Promise<string>

  function start(): void {
    const args = [
      '--conditions=@mira/source',
      programs[kind],
      JSON.stringify(place),
      apiKey,
      String(starts * clockStepMs),
    ]
    starts += 1
    child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    listening = once(child.stdout!, 'data').then(([bytes]) => String(bytes).trim())
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    await listening
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }

  start()
  return {
    url: () => listening,
    async killAndRestart() {
      const dying = end('SIGKILL')
      // Callers that fail from now on wait for the next process.
      listening = dying.then(() => {
        start()
        return listening
      })
      await listening
    },
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  }
}
