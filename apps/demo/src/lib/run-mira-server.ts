import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** Runs the server's command line tool and returns its output. */
export async function runMiraServer(...args: string[]): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve('@mira/engines/package.json')
  const program = join(dirname(manifest), 'dist', 'bin.js')
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args])
  return stdout.trim()
}
