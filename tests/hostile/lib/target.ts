import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const command = resolve(import.meta.dirname, '../../../packages/engines/dist/bin.js')
const run = promisify(execFile)

/** Built server with all engines, in a process of its own. */
export interface Target extends AsyncDisposable {
  readonly url: string
  /** Keys of the users who attack, one each. */
  readonly hostileKeys: readonly string[]
  /** Key of another user who does not. */
  readonly otherKey: string
  /** Returns the resident memory of the serving process, in MiB; its engines have processes of their own. */
  residentMiB(): Promise<number>
}

/** Starts a server whose users all pay. */
export async function startTarget(dataDir: string, hostileUsers: number): Promise<Target> {
  const cli = async (...args: string[]) => {
    const { stdout } = await run(process.execPath, [command, ...args, '--data-dir', dataDir])
    return stdout.trim()
  }
  const createUser = async (name: string) => {
    const id = await cli('users', 'create', name, '--plan', 'enterprise')
    await cli('topup', id, '100000', '--method', 'card')
    return cli('keys', 'create', name, '--name', 'key')
  }
  const hostileKeys: string[] = []
  for (let index = 0; index < hostileUsers; index++) hostileKeys.push(await createUser(`Mallory ${index}`))
  const otherKey = await createUser('Alice')
  const child = spawn(process.execPath, [command, '--port', '0', '--data-dir', dataDir, '--log-level', 'error'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let url: string | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    url = /(http:\/\/\S+?)\/v1/.exec(line)?.[1] ?? url
    if (line.includes('openapi.json')) break
  }
  if (url === undefined) throw new Error('The server ended before it listened')
  return {
    url,
    hostileKeys,
    otherKey,
    async residentMiB() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
