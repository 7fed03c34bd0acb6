import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ServerLocation } from './killable-server.test-support.ts'
import { programPath } from './program-path.test-support.ts'

const program = programPath(new URL('./worker-process.test-support.ts', import.meta.url))

/** Options of {@link startWorkerProcess}. */
export interface WorkerProcessOptions {
  readonly place: ServerLocation
  readonly leaseMs: number
  /** Duration of a job on its engines, in milliseconds. */
  readonly workMs: number
  /** Offset of its clock, in milliseconds; leases of others that it considers expired end at once. Defaults to 0. */
  readonly clockOffsetMs?: number | undefined
  /** Whether jobs with "wait" in their prompt never finish. */
  readonly isPatient: boolean
}

/** Worker in a separate process. */
export interface WorkerProcess extends AsyncDisposable {
  /** Kills the worker with SIGKILL. */
  kill(): Promise<void>
}

/** Starts a worker in a separate process that a test can kill. */
export function startWorkerProcess(options: WorkerProcessOptions): WorkerProcess {
  const args = ['--conditions=@mira/source', program, JSON.stringify(options)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const exit = once(child, 'exit')
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await exit
  }
  return { kill, [Symbol.asyncDispose]: kill }
}
