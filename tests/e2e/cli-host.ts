import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { bundleProgram } from './lib/bundle-program.ts'

const packageFolder = resolve(import.meta.dirname, '../../packages/cli')

/** A built program, and an empty directory to run it in. */
export interface Program extends AsyncDisposable {
  /** Path of the program. */
  readonly bin: string
  readonly folder: string
}

/** Bundles the program. */
export async function buildProgram(): Promise<Program> {
  const outdir = await bundleProgram(packageFolder)
  const folder = await mkdtemp(join(tmpdir(), 'mira-cli-'))
  return {
    bin: join(outdir, 'bin.js'),
    folder,
    async [Symbol.asyncDispose]() {
      await rm(outdir, { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** How a program is run. */
export interface RunOptions {
  /** Added to the environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Standard input. Without it, there is none. */
  readonly input?: string | Uint8Array | undefined
  /** Whether standard input stays open, for `onOutput` to write to. */
  readonly isOpen?: boolean | undefined
  /** Called with all of standard output and standard error, each time that something is written. */
  readonly onOutput?:
    | ((output: { readonly out: string; readonly err: string }, child: ChildProcess) => void)
    | undefined
}

/** Result of a program. */
export interface Result {
  readonly code: number | null
  /** Standard output as text, and as bytes. */
  readonly out: string
  readonly bytes: Buffer
  readonly err: string
}

/** Runs a command to its end. */
export async function run(
  [command, ...args]: readonly [string, ...string[]],
  cwd: string,
  { env, input, isOpen = false, onOutput }: RunOptions = {},
): Promise<Result> {
  const child = spawn(command, args, {
    cwd,
    env: { ...env },
    stdio: [input === undefined && !isOpen ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const out: Buffer[] = []
  let err = ''
  const report = (): void => onOutput?.({ out: Buffer.concat(out).toString(), err }, child)
  child.stdout?.on('data', (bytes: Buffer) => {
    out.push(bytes)
    report()
  })
  child.stderr?.on('data', (bytes: Buffer) => {
    err += bytes
    report()
  })
  child.stdin?.on('error', () => {})
  if (!isOpen) child.stdin?.end(input)
  const [code] = await once(child, 'close')
  const bytes = Buffer.concat(out)
  return { code, out: bytes.toString(), bytes, err }
}

/** Whether a program is in the path. */
export function isInstalled(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
}
