import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/**
 * Starts the benchmark's server in a separate process, which exits with this one.
 *
 * @param seed - Seed of its random streams.
 */
export async function startServer(seed: number): Promise<{ readonly origin: string; stop(): void }> {
  const program = join(import.meta.dirname, '../server/server-process.ts')
  const child = spawn(process.execPath, [program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, BENCH_SEED: String(seed) },
  })
  const [port] = await once(child.stdout, 'data')
  return { origin: `http://127.0.0.1:${String(port).trim()}`, stop: () => child.kill() }
}
