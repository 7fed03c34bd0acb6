import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface ChildOptions {
  readonly client: string
  readonly scenario: string
  readonly units: number
  readonly origin: string
}

/** Measures one contestant in one scenario; `NaN`, with a note, when it fails. */
export async function runChild(program: string, { client, scenario, units, origin }: ChildOptions): Promise<number> {
  try {
    const args = [program, client, scenario, String(units), origin]
    const { stdout } = await run(process.execPath, args, { timeout: 180_000, cwd: import.meta.dirname })
    return JSON.parse(stdout)
  } catch (error) {
    console.error(`${client} failed at ${scenario}: ${(error as Error).message.split('\n').slice(1, 8).join('\n')}`)
    return Number.NaN
  }
}
