import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findBinary } from './binaries.ts'

/** The runtime of Cloudflare Workers. */
export const workerd = findBinary('@cloudflare/workerd-linux-64', 'bin/workerd')

/** A worker running on loopback. */
export interface RunningWorker extends AsyncDisposable {
  readonly url: string
}

/** Returns the latest compatibility date supported by the installed workerd, such as `2026-11-17`. */
export async function readWorkerdDate(): Promise<string> {
  const { stdout } = await promisify(execFile)(workerd.path, ['--version'])
  return /\d{4}-\d{2}-\d{2}/.exec(stdout)?.[0] ?? ''
}

/**
 * Serves a worker.
 *
 * @param folder - Folder for the worker's files; must not exist yet.
 * @param code - One module.
 * @param bindings - Text bindings in the worker's environment.
 */
export async function startWorker(
  folder: string,
  code: string,
  bindings: Readonly<Record<string, string>> = {},
): Promise<RunningWorker> {
  mkdirSync(folder)
  writeFileSync(join(folder, 'worker.js'), code)
  writeFileSync(join(folder, 'config.capnp'), describeWorker(await readWorkerdDate(), bindings))
  const args = ['serve', join(folder, 'config.capnp'), '--control-fd=3']
  const child = spawn(workerd.path, args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] })
  const control = child.stdio[3]
  if (!control) throw new Error('workerd has no control pipe')
  const [line] = await once(control, 'data')
  const { port }: { port: number } = JSON.parse(String(line).split('\n')[0] ?? '')
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}

function describeWorker(date: string, bindings: Readonly<Record<string, string>>): string {
  const texts = Object.entries(bindings).map(
    ([name, value]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  bindings = [${texts.join(', ')}],
  compatibilityDate = "${date}",
);
`
}
