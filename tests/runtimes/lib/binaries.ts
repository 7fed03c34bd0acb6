import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const installed = resolve(import.meta.dirname, '../node_modules')

/** A program installed from a package for this platform. */
export interface Binary {
  readonly path: string
  /** Reason why it cannot run, or undefined. */
  readonly isMissing?: string | undefined
}

/** Finds a program in an optional dependency. */
export function findBinary(packageName: string, file: string): Binary {
  const path = join(installed, packageName, file)
  return existsSync(path) ? { path } : { path, isMissing: `${packageName} has no build for this machine` }
}

/** Finds Bun. The installed build needs AVX2. */
export function findBun(): Binary {
  const binary = findBinary('@oven/bun-linux-x64', 'bin/bun')
  if (binary.isMissing !== undefined || /\bavx2\b/.test(readFileSync('/proc/cpuinfo', 'utf8'))) return binary
  return { ...binary, isMissing: 'this processor has no AVX2' }
}
