import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Packed } from '../lib/pack.ts'

const attw = resolve(import.meta.dirname, '../node_modules/.bin/attw')
const run = promisify(execFile)

/** Returns the problems that `attw` finds in the types of every entry, for ES modules and bundlers. */
export async function checkTypes({ tarball }: Packed): Promise<string[]> {
  try {
    await run(attw, [tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-color', '--no-emoji'])
    return []
  } catch (error) {
    return [(error as { stdout?: string }).stdout?.trim() || (error as Error).message]
  }
}
