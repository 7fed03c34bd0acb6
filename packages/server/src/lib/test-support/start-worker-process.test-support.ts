import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ServerPlace } from './mortal-server.test-support.ts'

const program = fileURLToPath(new URL('./worker-process.test-support.ts', import.meta.url))

/** How a worker process works. */
export interface WorkerProcessOptions {
  readonly place: ServerPlace
  readonly leaseMs: number
  /** Time that its engines take for a job, in milliseconds. */
  readonly workMs: number
  /** How far its clock is ahead, in milliseconds (default 0): leases of others that it sees expire are then over at once. */
  readonly clockOffsetMs?: number | undefined
  /** Whether jobs with "wait" in their prompt are never done. */
  readonly isPatient: boolean
}

/** A worker in a process of its own. */
export interface WorkerProcess extends AsyncDisposable {
  /** Ends it without warning. */
  kill(): Promise<void>
}

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
