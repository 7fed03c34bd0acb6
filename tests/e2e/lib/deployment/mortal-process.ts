import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A process that a test can kill and restart. */
export class MortalProcess implements AsyncDisposable {
  readonly #program: string
  readonly #args: readonly string[]
  readonly #environment: NodeJS.ProcessEnv
  #child: ChildProcess | undefined
  #errors = ''

  /** @param program - A TypeScript file; its first line on standard output signals that it is ready. */
  constructor(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.#program = program
    this.#args = args
    this.#environment = environment
  }

  /** Starts the process. @returns The line it printed when ready. */
  async start(): Promise<string> {
    const child = spawn(process.execPath, ['--conditions=@mira/source', this.#program, ...this.#args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.#environment },
    })
    this.#child = child
    child.stderr.on('data', (bytes) => {
      this.#errors += String(bytes)
    })
    const exited = once(child, 'exit').then(() => {
      throw new Error(`${this.#program} ended at its start: ${this.#errors}`)
    })
    const [bytes] = await Promise.race([once(child.stdout, 'data'), exited])
    exited.catch(() => undefined)
    return String(bytes).trim()
  }

  /** Ends the process, gracefully with `SIGTERM`. @returns Its exit code, null after `SIGKILL`. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child
    if (child === undefined) return null
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit')
      child.kill(signal)
      await exit
    }
    return child.exitCode
  }

  /** @throws {Error} when the process has not been started. */
  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error(`${this.#program} was not started`)
    return this.#child.pid
  }

  /** Output on standard error. */
  get errors(): string {
    return this.#errors
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL')
  }
}
