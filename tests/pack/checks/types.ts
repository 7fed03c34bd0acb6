import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Packed } from '../lib/pack.ts'

const attw = resolve(import.meta.dirname, '../node_modules/.bin/attw')
const run = promisify(execFile)

/**
 * Returns the problems that `attw` finds in the types of every entry, under every resolution. CommonJS reaches an ES
 * module by `require` from Node 20.19 on, the oldest supported, so that this is no problem.
 */
export async function checkTypes({ tarball }: Packed): Promise<string[]> {
  try {
    await run(attw, [tarball, '--ignore-rules', 'cjs-resolves-to-esm', '--format', 'ascii', '--no-color', '--no-emoji'])
    return []
  } catch (error) {
    return [(error as { stdout?: string }).stdout?.trim() || (error as Error).message]
  }
}
