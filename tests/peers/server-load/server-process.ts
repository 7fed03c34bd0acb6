import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Resources, Started } from './chat-server.ts'

/** Server in its own process. */
export interface ServerProcess extends Started, AsyncDisposable {
  /** Returns the memory and CPU time of the process. */
  measure(): Promise<Resources>
}

/**
 * Starts a server in its own process.
 *
 * @param options - Options of `startServer`; ignored by `aimock`.
 */
export async function startProcess(kind: 'mira' | 'aimock', options: object = {}): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL('chat-server.ts', import.meta.url)), [kind, JSON.stringify(options)])
  const exit = once(child, 'exit')
  const started = await Promise.race([receive<Started>(child), exit])
  if (Array.isArray(started)) throw new Error(`The ${kind} server exited with code ${started[0]}`)
  return {
    ...started,
    measure() {
      const resources = receive<Resources>(child)
      child.send('measure')
      return resources
    },
    async [Symbol.asyncDispose]() {
      child.disconnect()
      await exit
    },
  }
}

async function receive<Message>(child: ChildProcess): Promise<Message> {
  const [message] = await once(child, 'message')
  return message as Message
}
