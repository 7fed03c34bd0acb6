import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Output of a process that has ended. */
export interface Outcome {
  /** Exit code; null for a process that was killed. */
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Where and how a process runs. */
export interface RunOptions {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv | undefined
  /** The process is killed after that time (default 10 minutes). */
  readonly timeoutMs?: number | undefined
}

const defaultTimeoutMs = 600_000
const stopTimeoutMs = 10_000

/** Processes that run, each the leader of a group: npx and package managers start others, which must end with them. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL')
})

function start([command = '', ...args]: readonly string[], { cwd, env = process.env }: RunOptions): ChildProcess {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Runs a command to its end, with its outputs. */
export async function capture(command: readonly string[], options: RunOptions): Promise<Outcome> {
  const child = start(command, options)
  const outputs = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      outputs[name] += text
    })
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), options.timeoutMs ?? defaultTimeoutMs)
  try {
    const [status] = await once(child, 'close')
    return { status, ...outputs }
  } finally {
    clearTimeout(timer)
  }
}

/** Runs a command that must succeed. @returns Its standard output. */
export async function must(command: readonly string[], options: RunOptions): Promise<string> {
  const { status, stdout, stderr } = await capture(command, options)
  if (status !== 0)
    throw new Error(`${command.join(' ')} ended with ${status}:\n${stderr.slice(-2_000)}${stdout.slice(-2_000)}`)
  return stdout
}

/** A process that goes on, such as a server. */
export interface Running extends AsyncDisposable {
  /** First group of the pattern in the output that was waited for. */
  readonly found: string
}

/** Starts a process and waits until its standard output contains a pattern. */
export async function startUntil(command: readonly string[], pattern: RegExp, options: RunOptions): Promise<Running> {
  const child = start(command, options)
  let output = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), options.timeoutMs ?? defaultTimeoutMs)
  try {
    const found = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        output += `${line}\n`
        const match = pattern.exec(output)
        if (match) resolve(match[1] ?? match[0])
      })
      child.once('error', reject)
      child.once('close', (status) =>
        reject(new Error(`${command.join(' ')} ended with ${status}:\n${output.slice(-2_000)}`)),
      )
    })
    return { found, [Symbol.asyncDispose]: () => stop(child) }
  } finally {
    clearTimeout(timer)
  }
}

/** Ends a process and those it started. */
async function stop(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return
  const closed = once(child, 'close')
  signalGroup(child, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), stopTimeoutMs)
  await closed
  clearTimeout(timer)
}
