import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ServerOptions } from '../options.ts'

/** Programs that serve, by what they serve with. */
const programs = {
  words: fileURLToPath(new URL('./word-server-process.test-support.ts', import.meta.url)),
  jobs: fileURLToPath(new URL('./job-server-process.test-support.ts', import.meta.url)),
}

/** The leases of runs that died with their process are over for the next. */
const clockStepMs = 60_000

/** Where a server keeps its things, so that the next finds them. */
export type ServerPlace = Pick<ServerOptions, 'dataDir' | 'databaseUrl' | 'secret'>

/** A server in a process of its own. */
export interface MortalServer extends AsyncDisposable {
  /** Its address, once it listens. */
  url(): Promise<string>
  /** Kills it without warning and starts it again on the same data. */
  killAndRestart(): Promise<void>
  /** Stops it in good order. */
  stop(): Promise<void>
}

export function startMortalServer(
  place: ServerPlace,
  apiKey: string,
  kind: keyof typeof programs = 'words',
): MortalServer {
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
