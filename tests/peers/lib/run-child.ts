import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** Options for {@link runChild}. */
export interface ChildOptions {
  readonly client: string
  readonly scenario: string
  readonly units: number
  readonly origin: string
}

const timeoutMs = 120_000

/** Measures one contestant in one scenario. Returns `NaN`, with a note, on failure. */
export async function runChild(program: string, { client, scenario, units, origin }: ChildOptions): Promise<number> {
  const args = [program, client, scenario, String(units), origin]
  const child = spawn(process.execPath, args, { timeout: timeoutMs, killSignal: 'SIGKILL' })
  // Killed by the parent: a large heap occasionally prevents a process from exiting.
  child.stdout.once('data', () => setImmediate(() => child.kill('SIGKILL')))
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (output !== '') return JSON.parse(output)
  console.error(`${client} failed at ${scenario}: ${errors.slice(0, 500) || `nothing within ${timeoutMs} ms`}`)
  return Number.NaN
}
