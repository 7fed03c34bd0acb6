import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import type { Binary } from './binaries.ts'
import { type CheckResult, type Runtime, readResults, type Settings } from './runtime.ts'

const limitMs = 600_000

/** Command line that runs a program. */
export interface CommandLine {
  readonly name: string
  readonly binary: Binary
  /** Arguments before the program's own. */
  readonly flags?: readonly string[] | undefined
}

/** Creates a runtime that is a command-line program: Node, Bun, Deno. */
export function commandLineRuntime({ name, binary, flags = [] }: CommandLine): Runtime {
  return {
    name,
    isMissing: binary.isMissing,
    version: async () => {
      const { stdout } = await promisify(execFile)(binary.path, ['--version'])
      return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? stdout.trim()
    },
    run(project, settings) {
      const command = [binary.path, ...flags]
      return runProgram([...command, 'command-line.mjs'], project, { ...settings, command })
    },
  }
}

async function* runProgram(
  [command = '', ...args]: readonly string[],
  project: string,
  settings: Settings,
): AsyncGenerator<CheckResult> {
  const child = spawn(command, [...args, JSON.stringify(settings)], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  })
  const ended = once(child, 'close')
  const errors = text(child.stderr)
  const startedAtMs = Date.now()
  yield* readResults(child.stdout)
  const [status, signal] = await ended
  const problem = status === 0 ? undefined : `exit ${status ?? signal}: ${(await errors).trim().slice(-500)}`
  // A process that stays open after its last check would be killed by the timeout, with a signal.
  yield { check: exitCheck, isPassed: problem === undefined, ms: Date.now() - startedAtMs, problem }
}

/** Name of the check that a process exits by itself with success; it takes as long as all others together. */
export const exitCheck = 'ends by itself'
