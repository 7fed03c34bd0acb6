import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** Runs the server's command line tool from its sources, as the demo itself, and returns its output. */
export async function runMiraServer(...args: string[]): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve('@mira/engines/package.json')
  const program = join(dirname(manifest), 'src', 'bin.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, program, ...args])
  return stdout.trim()
}
