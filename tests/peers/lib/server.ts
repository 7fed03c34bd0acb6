import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Starts the benchmark's server in a separate process, which exits with this one. */
export async function startServer(): Promise<{ readonly origin: string; stop(): void }> {
  const program = join(import.meta.dirname, '../server/server-process.ts')
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = await once(child.stdout, 'data')
  return { origin: `http://127.0.0.1:${String(port).trim()}`, stop: () => child.kill() }
}
